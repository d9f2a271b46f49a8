/// Bytes that wait until a line takes them, in their order and up to a bound.
public struct OutputQueue: Sendable {
    /// A minute and a half of a line at 115200 baud: who waits longer than that does not read.
    public static let capacity = 1024 * 1024
    /// What has been taken is cleared away in pieces of at least this, so that taking little at a time costs little.
    private static let clearance = 64 * 1024

    private var bytes: [UInt8] = []
    /// How many of `bytes` have been taken.
    private var head = 0

    public init() {}

    public var isEmpty: Bool { head == bytes.count }
    public var count: Int { bytes.count - head }

    /// Appends as much as there is room for. Returns how much of it, from its beginning, that was.
    public mutating func append(_ new: some Collection<UInt8>) -> Int {
        let taken = new.prefix(Self.capacity - count)
        bytes += taken
        return taken.count
    }

    public func prefix(_ length: Int) -> ArraySlice<UInt8> { bytes[head...].prefix(length) }

    /// - Parameter length: no more than there is.
    public mutating func removeFirst(_ length: Int) {
        head += length
        if head == bytes.count {
            removeAll()
        } else if head >= Self.clearance, head >= bytes.count / 2 {
            bytes.removeFirst(head)
            head = 0
        }
    }

    public mutating func removeAll() {
        bytes = []
        head = 0
    }
}
