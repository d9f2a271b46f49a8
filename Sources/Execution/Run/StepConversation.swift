import RigModel
import SerialIO

/// One attempt on the wire: cuts what comes into frames, has them judged, logs them, and keeps every byte.
struct StepConversation: Conversation {
    /// More bytes than this of one attempt are counted and not kept.
    static let keptBytes = 1 << 20
    /// So many frames of an attempt have a log line of their own; then several share one.
    private static let loggedFrames = 200
    private static let sharedLine = 4_096

    private let recorder: RunRecorder
    private let port: PortID
    private let phase: Phase
    private let stepID: String
    private(set) var judge: StepJudge
    private var splitter: FrameSplitter
    private var frames = 0
    /// Frames that wait for company in the log.
    private var unlogged: [UInt8] = []

    private(set) var sent: [UInt8] = []
    private(set) var received: [UInt8] = []
    private(set) var uncounted = 0
    private(set) var leftOver: [UInt8] = []
    private(set) var judgement: Judgement?

    /// - Parameter command: what the step sends, to know its echo.
    init(
        _ step: CompiledStep, command: [UInt8], echo: EchoPolicy, phase: Phase, framing: Framing,
        awaitsLineFeed: Bool, port: PortID, recorder: RunRecorder
    ) {
        self.recorder = recorder
        self.port = port
        self.phase = phase
        stepID = step.plan.id
        judge = StepJudge(step, command: command, echo: echo)
        splitter = FrameSplitter(framing, awaitsLineFeed: awaitsLineFeed)
    }

    /// Whether the line gave the command back before the answer; nil where the attempt does not tell.
    var showsEcho: Bool? {
        guard !sent.isEmpty, judgement != nil, judge.frameCount > 0 else { return nil }
        return judge.hasHeardEcho
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

    /// The attempt has ended: what no log line holds goes to the log as it is.
    mutating func logRest() {
        logUnlogged(at: recorder.clocks.monotonic)
        if judgement == nil, !splitter.rest.isEmpty { log(splitter.rest, at: recorder.clocks.monotonic) }
    }

    private mutating func take(_ frame: Frame, at time: ContinuousClock.Instant) -> Bool {
        judgement = judge.judge(frame.content)
        frames += 1
        if frames <= Self.loggedFrames {
            log(frame.raw, at: time)
        } else if uncounted == 0 {
            unlogged += frame.raw
            if unlogged.count >= Self.sharedLine { logUnlogged(at: time) }
        }
        return judgement != nil
    }

    private mutating func logUnlogged(at time: ContinuousClock.Instant) {
        guard !unlogged.isEmpty else { return }
        log(unlogged, at: time)
        unlogged = []
    }

    private func log(_ bytes: [UInt8], at time: ContinuousClock.Instant) {
        recorder.log(.received(bytes, port), phase: phase, step: stepID, at: time)
    }
}
