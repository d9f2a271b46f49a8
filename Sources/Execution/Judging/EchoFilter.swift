import RigModel

/// Takes a unit's echo of the command out of what is judged.
struct EchoFilter: Sendable {
    private let policy: EchoPolicy
    /// What was sent, without its end of line.
    private let command: ArraySlice<UInt8>
    /// No frame but empty ones has been seen.
    private var isAtStart = true
    /// Whether an echo was taken out.
    private(set) var hasHeardEcho = false

    init(_ policy: EchoPolicy, of sent: [UInt8]) {
        self.policy = policy
        command = Self.trimmed(sent[...])
    }

    /// What is left of a frame to be judged; nil where it is the echo and nothing else.
    mutating func rest(of frame: [UInt8]) -> [UInt8]? {
        guard isAtStart, policy != .off, !command.isEmpty else { return frame }
        // Many units end a line before they begin their answer.
        if frame.isEmpty { return frame }
        isAtStart = false
        if equalsCommand(frame) {
            hasHeardEcho = true
            return nil
        }
        // Where silence ends a frame, echo and answer are one.
        guard policy == .on, frame.starts(with: command) else { return frame }
        let behind = frame[command.count...]
        guard behind.first == 0x0d || behind.first == 0x0a else { return frame }
        hasHeardEcho = true
        let rest = behind.drop { $0 == 0x0d || $0 == 0x0a }
        return rest.isEmpty ? nil : Array(rest)
    }

    /// Whether a frame is the command, which an echo would be.
    func equalsCommand(_ frame: [UInt8]) -> Bool {
        !command.isEmpty && Self.trimmed(frame[...]).elementsEqual(command)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let last = bytes.last, last == 0x0d || last == 0x0a { bytes.removeLast() }
        return bytes
    }
}
