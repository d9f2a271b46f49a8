import RigModel
import SerialIO

/// Waits for one frame behind the command and keeps the bytes.
///
/// What comes while bytes of the command are still to go, such as a late answer to STOP, is kept and ends nothing: who
/// stopped listening then would take back the rest of the command. Nor is the line let go while the command may still be
/// on its way through the driver: closing it would throw that away.
struct SafeStateReply: Conversation {
    private let command: [UInt8]
    private let wireTime: Duration
    private var splitter: FrameSplitter
    private let tell: @Sendable ([UInt8], ContinuousClock.Instant) -> Void
    private(set) var heard: [UInt8] = []
    /// When the whole command is on the wire; nil while bytes of it are still to go.
    private var arrivesBy: ContinuousClock.Instant?
    /// A frame came before that.
    private var isAnswered = false

    init(
        to command: [UInt8], on line: LineSettings, splitter: FrameSplitter,
        tell: @escaping @Sendable ([UInt8], ContinuousClock.Instant) -> Void
    ) {
        self.command = command
        wireTime = line.wireTime(of: command.count)
        self.splitter = splitter
        self.tell = tell
    }

    /// The whole command has gone out.
    var hasSent: Bool { arrivesBy != nil }

    var idleDeadline: ContinuousClock.Instant? { isAnswered ? arrivesBy : splitter.idleDeadline }

    mutating func sent(_ bytes: [UInt8], at time: ContinuousClock.Instant) {
        guard !bytes.isEmpty else { return }
        if bytes.count == command.count { arrivesBy = time + wireTime }
        tell(bytes, time)
    }

    mutating func received(_ slice: ArraySlice<UInt8>, at time: ContinuousClock.Instant) -> Bool {
        heard += slice.prefix(max(0, FrameSplitter.limit - heard.count))
        var rest = slice
        var isOver = false
        while splitter.next(from: &rest, at: time) != nil { isOver = framed(at: time) }
        return isOver
    }

    mutating func idle(at time: ContinuousClock.Instant) -> Bool {
        if isAnswered { return true }
        return splitter.idle() != nil && framed(at: time)
    }

    private mutating func framed(at time: ContinuousClock.Instant) -> Bool {
        guard let arrivesBy else { return false }
        isAnswered = true
        return arrivesBy <= time
    }
}
