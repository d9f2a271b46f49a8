import RigModel

/// A run of `client_demo`, as events and records.
struct ExampleRun {
    var request: ExecutionRequest
    var startedAt: Timestamp

    init(
        _ number: Int, bib: BIBID = "client_demo", uut: UUTID = "production_uut", board: BoardID = "FT7DEMO1",
        boards: BoardCount = .one, startedAt: Timestamp = .example
    ) {
        let digits = String(number)
        self.startedAt = startedAt
        request = ExecutionRequest(
            id: ExecutionID(String(repeating: "0", count: 26 - digits.count) + digits), bib: bib, uut: uut,
            instance: UUTInstanceID(uut: uut, board: board, boards: boards), board: board,
            ports: [
                AssignedPort(
                    alias: "ctl", port: PortID(board: board, channel: .a), devicePath: "/dev/ttyUSB0", channel: .a),
                AssignedPort(
                    alias: "aux", port: PortID(board: board, channel: .b), devicePath: "/dev/ttyUSB1", channel: .b),
            ],
            planHash: "9f86d0", requestedAt: startedAt, origin: "api", stepCount: 8, priority: 3,
            resources: ["psu", "dmm"])
    }

    var queued: RigEvent { .executionQueued(request, waitingFor: ["FT7DEMO1-A"]) }
    var started: RigEvent { .executionStarted(request, at: startedAt) }

    func step(_ ordinal: Int, verdict: Verdict = .pass, received: [UInt8] = Array("V=3.31\r\n".utf8)) -> StepRecord {
        StepRecord(
            execution: request.id, bib: request.bib, instance: request.instance,
            position: StepPosition(phase: .test, iteration: 1, index: ordinal), ordinal: ordinal,
            stepID: "step_\(ordinal)",
            port: request.ports[0].port, verdict: verdict, retried: true,
            startedAt: startedAt.advanced(by: .milliseconds(100 * ordinal)), duration: .milliseconds(40),
            attempts: [
                AttemptRecord(
                    number: 1, startedAt: startedAt, duration: .milliseconds(20), sent: Array("MEAS\r\n".utf8),
                    received: [],
                    discarded: [0, 255], leftOver: [],
                    outcome: .error(RunFault(.unplugged, port: "FT7DEMO1-A", message: "port FT7DEMO1-A was unplugged")),
                    explanation: "the port went away"),
                AttemptRecord(
                    number: 2, startedAt: startedAt.advanced(by: .milliseconds(20)), duration: .milliseconds(20),
                    sent: Array("MEAS\r\n".utf8), received: received, discarded: [], leftOver: [13],
                    outcome: .level(.pass), explanation: "matched '^V='"),
            ],
            captures: ["v": "3.31", "unit": "V"],
            measurements: [
                MeasurementRecord(name: "v", value: 3.31, text: "3.31", unit: "V", min: 3.2, max: nil, level: .pass),
                MeasurementRecord(name: "w", value: nil, text: "?", unit: "", min: nil, max: 1, level: .fail),
            ],
            explanation: "V=3.31 matched '^V='",
            hints: verdict <= .warn ? [] : ["the answer looks cut: try another baud rate", "is the line echoed?"])
    }

    func result(_ verdict: Verdict = .pass, after duration: Duration = .seconds(1)) -> ExecutionResult {
        ExecutionResult(
            request: request, verdict: verdict, worstLevel: verdict.level, unitSerial: "SN1", startedAt: startedAt,
            endedAt: startedAt.advanced(by: duration), duration: duration, stepsDone: 8,
            explanation: "all 8 steps passed", decidingStep: verdict == .pass ? nil : "step_3")
    }
}

extension Verdict {
    static let examples: [Verdict] = [.pass, .warn, .fail, .critical, .timeout, .error, .aborted, .interrupted]
}
