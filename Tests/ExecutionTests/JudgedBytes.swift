@testable import Execution
import RigModel
import SerialIO
import Support

/// One attempt's conversation fed by hand, without a line.
struct JudgedBytes {
    var conversation: StepConversation
    let spine = FakeSpine()

    init(_ step: StepPlan, command: String = "", framing: Framing = .lines) throws {
        self.init(try CompiledStep(step), command: command, framing: framing)
    }

    init(_ step: CompiledStep, command: String = "", framing: Framing = .lines) {
        let request = ExecutionRequest(
            id: "X", bib: "demo", uut: "unit", instance: "unit", board: "FT0", ports: [], planHash: "",
            requestedAt: Timestamp(nanoseconds: 0),
            origin: "test", stepCount: 1)
        let recorder = RunRecorder(
            request: request, spine: spine, clocks: Clocks { Timestamp(nanoseconds: 0) }, began: .now)
        conversation = StepConversation(
            step, command: Array(command.utf8), echo: step.plan.echo, phase: .test, framing: framing,
            awaitsLineFeed: false,
            port: "FT0-A", recorder: recorder)
    }

    /// Hands pieces in, one reading each, then lets the deadline come.
    ///
    /// - Parameter gap: time between two pieces; silence after the last.
    mutating func judge(_ pieces: [[UInt8]], gap: Duration = .zero) -> Judgement {
        var now = ContinuousClock.now
        for piece in pieces {
            now += gap
            if conversation.received(piece[...], at: now), let judgement = conversation.judgement { return judgement }
        }
        while let due = conversation.idleDeadline, due > now {
            now = due
            if conversation.idle(at: now), let judgement = conversation.judgement { return judgement }
        }
        return conversation.judgeTail(waited: .seconds(1))
    }

    var logged: [UInt8] {
        spine.events.flatMap { event -> [UInt8] in
            guard case .logLine(let line) = event, case .received(let bytes, _) = line.content else { return [] }
            return bytes
        }
    }
}

/// The same bytes, cut into pieces at some places.
func cut(_ bytes: [UInt8], at places: [Int]) -> [[UInt8]] {
    let edges = [0] + places.sorted() + [bytes.count]
    return zip(edges, edges.dropFirst()).map { Array(bytes[$0..<$1]) }
}

extension StepPlan {
    /// A step for judging alone.
    static func judging(
        _ levels: LevelPatterns, ignore: [String] = [], until: String? = nil, noMatchAfter: Int? = nil,
        echo: EchoPolicy = .auto, measures: [Measure] = [], require: String? = nil
    ) -> StepPlan {
        StepPlan(
            id: "t", action: .sendText("MEAS"), port: "ctl", listen: "ctl", timeout: .seconds(1), levels: levels,
            noMatchAfter: noMatchAfter, measures: measures, ignore: ignore.map { PatternText($0) },
            until: until.map { PatternText($0) }, echo: echo, require: require.map { ExpressionText($0) })
    }
}
