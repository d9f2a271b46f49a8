import RigModel

@testable import Execution

/// A unit with one line, and records of runs of it as the engine makes them.
struct RejudgeSample {
    var start: [StepPlan] = []
    var test: [StepPlan]
    var stop: [StepPlan] = []
    var loop = LoopPlan.once
    var framing = Framing.lines
    var channel = Channel.a

    var plan: Plan {
        Plan(
            bib: "demo", description: "", boards: .one,
            match: BoardMatch(product: "demo", vendorID: nil, productIDs: [], serial: nil), safeState: [],
            uuts: [
                UUTPlan(
                    id: "unit",
                    ports: [
                        PortPlan(
                            alias: "ctl", channel: channel, line: LineSettings(), endOfLine: .crlf, framing: framing,
                            settle: .zero)
                    ], serialFrom: nil, start: PhasePlan(steps: start), test: PhasePlan(steps: test, loop: loop),
                    stop: PhasePlan(steps: stop))
            ], hash: "new")
    }

    func rejudge(_ run: ExecutionDetail) throws -> RejudgedRun { try PlanRejudge(plan).rejudge(run) }

    static func step(
        _ id: String, _ command: String? = "MEAS", pass: String? = "^V=(?<v>.*)$",
        _ change: (inout StepPlan) -> Void = { _ in }
    ) -> StepPlan {
        var step = StepPlan(
            id: id, action: command.map(StepAction.sendText) ?? .listen, port: "ctl", listen: "ctl",
            timeout: .seconds(1), levels: LevelPatterns(pass: pass.map { [PatternText($0)] } ?? []))
        change(&step)
        return step
    }

    static func attempt(
        _ received: String, _ outcome: Outcome = .level(.pass), sent: String? = "MEAS\r\n", leftOver: String = "",
        discarded: String = "", took: Duration? = nil
    ) -> AttemptRecord {
        AttemptRecord(
            number: 1, startedAt: Timestamp(nanoseconds: 0),
            duration: took ?? (outcome == .timeout || outcome == .noMatch ? .milliseconds(1_001) : .milliseconds(20)),
            sent: Array((sent ?? "").utf8), received: Array(received.utf8), discarded: Array(discarded.utf8),
            leftOver: Array(leftOver.utf8), outcome: outcome, explanation: "as it was")
    }

    static func record(
        _ id: String, _ attempts: [AttemptRecord], phase: Phase = .test, captures: [String: String] = [:]
    ) -> StepRecord {
        record(id, .pass, attempts, phase: phase, captures: captures)
    }

    static func record(
        _ id: String, _ verdict: Verdict, _ attempts: [AttemptRecord], phase: Phase = .test, pass: Int = 1,
        captures: [String: String] = [:]
    ) -> StepRecord {
        StepRecord(
            execution: "01J", bib: "demo", instance: "unit",
            position: StepPosition(phase: phase, iteration: pass, index: 0), ordinal: 0, stepID: id, port: "FT7-A",
            verdict: verdict, retried: false, startedAt: Timestamp(nanoseconds: 0), duration: .milliseconds(20),
            attempts: attempts, captures: captures, measurements: [], explanation: "as it was")
    }

    static func run(_ steps: [StepRecord], verdict: Verdict? = nil, uut: UUTID = "unit") -> ExecutionDetail {
        let request = ExecutionRequest(
            id: "01J", bib: "demo", uut: uut, instance: UUTInstanceID(uut.rawValue), board: "FT7",
            ports: [AssignedPort(alias: "ctl", port: "FT7-A", devicePath: "/dev/ttyUSB0", channel: .a)],
            planHash: "old", requestedAt: Timestamp(nanoseconds: 0), origin: "api", stepCount: steps.count)
        let result = ExecutionResult(
            request: request, verdict: verdict ?? steps.map(\.verdict).max() ?? .pass, worstLevel: nil,
            unitSerial: nil, startedAt: Timestamp(nanoseconds: 0), endedAt: Timestamp(nanoseconds: 5), duration: .zero,
            stepsDone: steps.count, explanation: "", decidingStep: nil)
        return ExecutionDetail(
            request: request, startedAt: Timestamp(nanoseconds: 0), result: result, steps: steps)
    }
}
