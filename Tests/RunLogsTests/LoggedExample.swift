import RigModel

/// A run with the events that its log is made of.
struct LoggedExample {
    var request: ExecutionRequest
    var startedAt: Timestamp

    init(
        _ id: String = "01J6Z3Q0W8YV5T2K4M6N8P0R2S", bib: BIBID = "client_demo",
        instance: UUTInstanceID = "production_uut", channels: [Channel] = [.a], startedAt: Timestamp = .example
    ) {
        self.startedAt = startedAt
        let aliases = ["ctl", "aux", "c", "d"]
        request = ExecutionRequest(
            id: ExecutionID(id), bib: bib, uut: "production_uut", instance: instance, board: "FT7DEMO1",
            ports: zip(aliases, channels).map { alias, channel in
                AssignedPort(
                    alias: alias, port: PortID(board: "FT7DEMO1", channel: channel),
                    devicePath: "/dev/ttyUSB\(channel.rawValue)", channel: channel)
            },
            planHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            requestedAt: startedAt.advanced(by: .milliseconds(-133)), origin: "cli", stepCount: 3)
    }

    var started: RigEvent { .executionStarted(request, at: startedAt) }

    func line(
        _ content: LogLine.Content, after milliseconds: Int = 0, _ severity: LogLine.Severity = .info,
        phase: Phase? = .test, step: String? = "rail_3v3"
    ) -> RigEvent {
        .logLine(
            LogLine(
                execution: request.id, bib: request.bib, instance: request.instance,
                at: startedAt.advanced(by: .milliseconds(milliseconds)), elapsed: .milliseconds(milliseconds),
                severity: severity, phase: phase, step: step, content: content))
    }

    func received(_ bytes: some Sequence<UInt8>, after milliseconds: Int = 0) -> RigEvent {
        line(.received(Array(bytes), request.ports[0].port), after: milliseconds)
    }

    /// A step with one measurement.
    func step(_ id: String, _ verdict: Verdict, after milliseconds: Int, took: Int, _ measurement: MeasurementRecord)
        -> RigEvent
    {
        .stepCompleted(
            StepRecord(
                execution: request.id, bib: request.bib, instance: request.instance,
                position: StepPosition(phase: .test, iteration: 1, index: 0), ordinal: 0, stepID: id,
                port: request.ports[0].port, verdict: verdict, retried: false,
                startedAt: startedAt.advanced(by: .milliseconds(milliseconds)), duration: .milliseconds(took),
                attempts: [], captures: [:], measurements: [measurement], explanation: ""))
    }

    /// A step as the store has it: `MEAS` went out, and `V=` and the step's number came.
    func stored(_ ordinal: Int, _ verdict: Verdict) -> StepRecord {
        let start = startedAt.advanced(by: .milliseconds(100 * ordinal + 10))
        return StepRecord(
            execution: request.id, bib: request.bib, instance: request.instance,
            position: StepPosition(phase: .test, iteration: 1, index: ordinal), ordinal: ordinal,
            stepID: "step_\(ordinal)", port: request.ports[0].port, verdict: verdict, retried: false,
            startedAt: start, duration: .milliseconds(20),
            attempts: [
                AttemptRecord(
                    number: 1, startedAt: start, duration: .milliseconds(20), sent: Array("MEAS\r\n".utf8),
                    received: Array("V=\(ordinal)\r\n".utf8), discarded: [], leftOver: [], outcome: .level(.pass),
                    explanation: "")
            ],
            captures: [:], measurements: [], explanation: "V=\(ordinal) matched")
    }

    func completed(
        _ verdict: Verdict = .pass, after milliseconds: Int = 1_000, explanation: String = "all 3 steps passed",
        decidingStep: String? = nil
    ) -> RigEvent {
        .executionCompleted(
            result(verdict, after: milliseconds, explanation: explanation, decidingStep: decidingStep))
    }

    func result(
        _ verdict: Verdict = .pass, after milliseconds: Int = 1_000, explanation: String = "all 3 steps passed",
        decidingStep: String? = nil
    ) -> ExecutionResult {
        ExecutionResult(
            request: request, verdict: verdict, worstLevel: verdict.level, unitSerial: "12345678", startedAt: startedAt,
            endedAt: startedAt.advanced(by: .milliseconds(milliseconds)), duration: .milliseconds(milliseconds),
            stepsDone: 3, explanation: explanation, decidingStep: decidingStep)
    }
}
