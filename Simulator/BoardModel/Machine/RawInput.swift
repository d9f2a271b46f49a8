/// What a channel without lines has received: bytes that wait for their unit, and those that it has taken and no rule fits yet.
struct RawInput: Sendable {
    /// A rule sees no more than so many bytes at once; the oldest are forgotten.
    static let horizon = 4096

    private var waiting: [UInt8] = []
    /// How many of `waiting` have been taken.
    private var head = 0
    private(set) var heard: [UInt8] = []

    /// false where as many wait as are kept, and the byte is lost.
    mutating func append(_ byte: UInt8) -> Bool {
        guard waiting.count - head < LineAssembler.capacity else { return false }
        waiting.append(byte)
        return true
    }

    /// Takes the next byte into `heard`; false where none waits.
    mutating func hear() -> Bool {
        guard head < waiting.count else { return false }
        heard.append(waiting[head])
        head += 1
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        }
        if heard.count > Self.horizon { heard.removeFirst(Self.horizon / 2) }
        return true
    }

    /// A rule fits: what was heard is over.
    mutating func take() -> [UInt8] {
        defer { heard.removeAll() }
        return heard
    }
}
