import RigModel
import SerialIO

/// One attempt on the wire: cuts what comes into frames, has them judged, logs them, and keeps every byte.
struct StepConversation: Conversation {
    /// More bytes than this of one attempt are counted and not kept.
    static let keptBytes = 1 << 20

    private let recorder: RunRecorder
    private let port: PortID
    private let phase: Phase
    private let stepID: String
    private var judge: StepJudge
    private var splitter: FrameSplitter

    private(set) var sent: [UInt8] = []
    private(set) var received: [UInt8] = []
    private(set) var uncounted = 0
    private(set) var leftOver: [UInt8] = []
    private(set) var judgement: Judgement?

    init(
        _ step: CompiledStep, phase: Phase, framing: Framing, awaitsLineFeed: Bool, port: PortID,
        recorder: RunRecorder
    ) {
        self.recorder = recorder
        self.port = port
        self.phase = phase
        stepID = step.plan.id
        judge = StepJudge(step)
        splitter = FrameSplitter(framing, awaitsLineFeed: awaitsLineFeed)
    }

    /// Whether an LF that comes next belongs to the last frame.
    var awaitsLineFeed: Bool { splitter.awaitsLineFeed }
    /// Bytes of a frame that is not complete.
    var tail: [UInt8] { splitter.tail }

    var idleDeadline: ContinuousClock.Instant? { splitter.idleDeadline }

    /// What the line has taken, which is less than was meant where it failed.
    mutating func sent(_ bytes: [UInt8], at time: ContinuousClock.Instant) {
        guard !bytes.isEmpty else { return }
        sent = bytes
        recorder.log(.sent(bytes, port), phase: phase, step: stepID, at: time)
    }

    mutating func received(_ bytes: ArraySlice<UInt8>, at time: ContinuousClock.Instant) -> Bool {
        let room = bytes.prefix(max(0, Self.keptBytes - received.count))
        received += room
        uncounted += bytes.count - room.count
        var rest = bytes
        while let frame = splitter.next(from: &rest, at: time) {
            if take(frame, at: time) {
                leftOver = Array(rest)
                return true
            }
        }
        return false
    }

    mutating func idle(at time: ContinuousClock.Instant) -> Bool {
        guard let frame = splitter.idle() else { return false }
        return take(frame, at: time)
    }

    /// The deadline has come.
    mutating func judgeTail(waited: Duration) -> Judgement {
        judge.atDeadline(tail: splitter.tail, waited: waited)
    }

    /// The attempt ended with bytes that no frame holds: they go to the log as they are.
    func logTail() {
        if !splitter.tail.isEmpty { log(splitter.tail, at: recorder.clocks.monotonic) }
    }

    private mutating func take(_ frame: Frame, at time: ContinuousClock.Instant) -> Bool {
        log(frame.raw, at: time)
        judgement = judge.judge(frame.content)
        return judgement != nil
    }

    private func log(_ bytes: [UInt8], at time: ContinuousClock.Instant) {
        recorder.log(.received(bytes, port), phase: phase, step: stepID, at: time)
    }
}
