/// Cuts what a channel receives into lines at the channel's end of line, whatever pieces it comes in.
///
/// A line past ``capacity`` is dropped up to its end and counted, as firmware with a finite buffer would; so a flood
/// without an end of line costs no more than that.
struct LineAssembler: Sendable {
    static let capacity = 64 * 1024
    let endOfLine: EndOfLine
    private var line: [UInt8] = []
    private var overflowing = false
    private var afterReturn = false
    /// Lines dropped because they were too long.
    private(set) var overflows = 0

    init(endOfLine: EndOfLine) { self.endOfLine = endOfLine }

    /// The lines that this byte completes: none or one, without their end.
    mutating func receive(_ byte: UInt8) -> [UInt8]? {
        let follows = afterReturn
        afterReturn = byte == 0x0D
        switch (endOfLine, byte) {
        case (.lf, 0x0A), (.cr, 0x0D), (.any, 0x0D): return take()
        case (.any, 0x0A): return follows ? nil : take()
        case (.crlf, 0x0A) where follows:
            if !overflowing { line.removeLast() }
            return take()
        default:
            append(byte)
            return nil
        }
    }

    /// What has come of a line whose end has not.
    var beginning: [UInt8] { line }

    mutating func clear() {
        line.removeAll()
        overflowing = false
        afterReturn = false
    }

    private mutating func append(_ byte: UInt8) {
        guard !overflowing else { return }
        guard line.count < Self.capacity else {
            overflowing = true
            overflows += 1
            line.removeAll()
            return
        }
        line.append(byte)
    }

    private mutating func take() -> [UInt8]? {
        defer {
            line.removeAll(keepingCapacity: line.capacity <= 4096)
            overflowing = false
        }
        return overflowing ? nil : line
    }
}
