internal import RigModel

/// What is behind a channel, or behind several linked ones: its state, its variables, and the line it is working on.
///
/// It does one thing at a time, as firmware does: lines that come while it is busy wait.
struct BoardUnit: Sendable {
    /// Waiting lines are dropped past this; each counts a little more than its bytes.
    static let inboxCapacity = 64 * 1024
    private static let costOfLine = 32

    var state: String
    var variables: [String: BoardValue]
    var busy = false
    private var inbox: [(channel: Channel, line: [UInt8])] = []
    private var head = 0
    private var inboxSize = 0

    init(state: String, variables: [String: BoardValue]) {
        self.state = state
        self.variables = variables
    }

    /// false where the inbox is full, and the line lost.
    mutating func enqueue(_ line: [UInt8], from channel: Channel) -> Bool {
        let size = line.count + Self.costOfLine
        guard inboxSize + size <= Self.inboxCapacity else { return false }
        inboxSize += size
        inbox.append((channel, line))
        return true
    }

    /// The next line, unless the unit is busy.
    mutating func dequeue() -> (channel: Channel, line: [UInt8])? {
        guard !busy, head < inbox.count else { return nil }
        let next = inbox[head]
        head += 1
        inboxSize -= next.line.count + Self.costOfLine
        if head == inbox.count {
            inbox.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024 {
            inbox.removeFirst(head)
            head = 0
        }
        return next
    }
}
