import RigModel

@testable import History

/// Runs to be exported, of every kind, with answers that no format may stumble over.
enum ExportSample {
    static let labels = ExportLabels(
        station: "bench \"7\" <a&b>", zone: StationZone(name: "Europe/Warsaw") { _ in 7_200 })

    /// Control bytes, NUL, invalid UTF-8, the end of a CDATA section, markup, quotes, a line end, a noncharacter and a
    /// character that turns the direction of writing.
    static let nasty: [UInt8] =
        [0x00, 0x01, 0x08, 0x0b, 0x0c, 0x1b, 0x1f, 0x7f, 0x80, 0xff, 0xc3, 0x28]
        + Array("]]> <script>alert('x')</script> & \"q\", '\u{202e}\u{fffe}\u{2028}é😀\r\n".utf8)

    static func request(_ number: Int) -> ExecutionRequest {
        var request = ExampleRun(number).request
        request.resources = ["dmm"]
        request.priority = 3
        return request
    }

    static func attempt(
        _ number: Int, _ outcome: Outcome, received: [UInt8], explanation: String = "'V=3.31' fits pass '^V='"
    ) -> AttemptRecord {
        AttemptRecord(
            number: number, startedAt: .example, duration: .milliseconds(31), sent: Array("MEAS 3V3\r\n".utf8),
            received: received, discarded: number == 1 ? [] : Array("late".utf8), leftOver: [], outcome: outcome,
            explanation: explanation)
    }

    static func step(
        _ id: String, of request: ExecutionRequest, _ phase: Phase = .test, pass: Int = 1, index: Int = 0,
        verdict: Verdict = .pass, attempts: [AttemptRecord]? = nil, measured: Double? = nil, level: Level = .pass,
        explanation: String = "'V=3.31' fits pass '^V='", hints: [String] = []
    ) -> StepRecord {
        let outcome: Outcome =
            switch verdict {
            case .timeout: .timeout
            case .error: .error(RunFault(.unplugged, port: "FT7DEMO1-A", message: explanation))
            case .aborted: .stopped
            default: .level(verdict.level ?? .pass)
            }
        let attempts =
            attempts ?? [attempt(1, outcome, received: Array("V=3.31\r\n".utf8), explanation: explanation)]
        return StepRecord(
            execution: request.id, bib: request.bib, instance: request.instance,
            position: StepPosition(phase: phase, iteration: pass, index: index), ordinal: index, stepID: id,
            port: request.ports[0].port, verdict: verdict, retried: attempts.count > 1 && verdict <= .warn,
            startedAt: .example, duration: .milliseconds(40), attempts: attempts, captures: [:],
            measurements: measured.map {
                [
                    MeasurementRecord(
                        name: "v", value: $0, text: "\($0)", unit: "V", min: 3.2, max: 3.4, level: level)
                ]
            } ?? [], explanation: explanation, hints: hints)
    }

    static func detail(
        _ number: Int, _ verdict: Verdict?, _ steps: (ExecutionRequest) -> [StepRecord],
        explanation: String = "all steps passed", began: Bool = true
    ) -> ExecutionDetail {
        let request = request(number)
        let steps = steps(request)
        let startedAt = began ? Timestamp.example : nil
        let result = verdict.map {
            ExecutionResult(
                request: request, verdict: $0, worstLevel: $0.level, unitSerial: "SN<1>", startedAt: startedAt,
                endedAt: Timestamp.example.advanced(by: .milliseconds(1_204)),
                duration: began ? .milliseconds(1_204) : .zero, stepsDone: steps.count, explanation: explanation,
                decidingStep: $0 == .pass ? nil : steps.last?.stepID)
        }
        return ExecutionDetail(request: request, startedAt: startedAt, result: result, steps: steps)
    }

    /// One of each kind.
    static var all: [ExecutionDetail] {
        [
            detail(1, .pass) { run in
                [
                    step("reset", of: run, .start),
                    step("rail", of: run, measured: 3.31),
                    step(
                        "rail", of: run, pass: 2, index: 1,
                        attempts: [
                            attempt(1, .timeout, received: [], explanation: "nothing came within 1 s"),
                            attempt(2, .level(.pass), received: Array("V=3.31\r\n".utf8)),
                        ]),
                    step("bye", of: run, .stop, index: 2),
                ]
            },
            detail(
                2, .warn,
                { run in
                    [
                        step(
                            "rail", of: run, verdict: .warn, measured: 3.39, level: .warn,
                            explanation: "v is close to the edge")
                    ]
                },
                explanation: "TEST step 'rail': v is close to the edge"),
            detail(
                3, .fail,
                { run in
                    [
                        step(
                            "odd", of: run, verdict: .fail,
                            attempts: [attempt(1, .noMatch, received: nasty, explanation: "no pattern fits")],
                            explanation: "no pattern fits ']]> \u{1}\u{b}<script>alert(1)</script>'",
                            hints: ["the unit may echo <what> it hears; say echo: on"])
                    ]
                }, explanation: "TEST step 'odd': ]]> & \"quotes\" \u{0}"),
            detail(
                4, .critical, { run in [step("hot", of: run, verdict: .critical, explanation: "OVERVOLT")] },
                explanation: "OVERVOLT"),
            detail(
                5, .timeout,
                { run in
                    [
                        step(
                            "mute", of: run, verdict: .timeout,
                            attempts: [attempt(1, .timeout, received: [], explanation: "nothing came within 1 s")],
                            explanation: "nothing came within 1 s")
                    ]
                }, explanation: "nothing came"),
            detail(
                6, .error,
                { run in [step("gone", of: run, verdict: .error, explanation: "port FT7DEMO1-A was unplugged")] },
                explanation: "port FT7DEMO1-A was unplugged"),
            detail(7, .aborted, { run in [step("reset", of: run, .start)] }, explanation: "aborted on request: Ctrl-C"),
            detail(8, .aborted, { _ in [] }, explanation: "aborted on request: it waited for its ports", began: false),
            detail(
                9, .interrupted, { run in [step("reset", of: run, .start)] },
                explanation: "the service ended during this run"),
            detail(10, nil, { run in [step("reset", of: run, .start)] }),
        ]
    }

    /// The whole report, as it is exported.
    static func text(_ runs: [ExecutionDetail], as format: ExportFormat, isOfOneRun: Bool = false) -> String {
        var report = format.report(labels, isOfOneRun: isOfOneRun)
        return report.head + runs.map { report.piece(of: $0) }.joined() + report.tail
    }
}
