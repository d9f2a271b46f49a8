/// Whole lines that wait to be written together.
struct LineBuffer: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var lines = 0

    init() {}
    init(_ text: String) { append(text) }

    var isEmpty: Bool { bytes.isEmpty }

    /// Adds a text of one or more lines, and its end of line.
    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
        lines += text.utf8.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    }

    mutating func append(_ other: LineBuffer) {
        bytes.append(contentsOf: other.bytes)
        lines += other.lines
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        lines = 0
    }
}
