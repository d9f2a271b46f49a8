import RigModel

@testable import Dashboard

/// Values of the rig, each a sensible one of its kind.
enum Sample {
    /// 2026-09-01T12:00:00Z.
    static let time = Timestamp(nanoseconds: 1_788_264_000_000_000_000)
    static let epoch = "e1"

    static func execution(_ number: Int) -> ExecutionID {
        let digits = "\(number)"
        return ExecutionID("01J" + String(repeating: "0", count: 23 - digits.count) + digits)
    }

    static func port(
        _ id: PortID = "FT7DEMO1-A", _ status: PortStatus = .available,
        matching: BoardMatching = .matched("client_demo"),
        uut: UUTInstanceID? = nil, execution: ExecutionID? = nil, since: Timestamp? = nil, lastError: String? = nil,
        lease: LeaseID? = nil, leaseOwner: String? = nil
    ) -> PortSnapshot {
        PortSnapshot(
            port: DiscoveredPort(
                id: id, board: "FT7DEMO1", channel: .a, vendorID: "0403", productID: "6011", serial: "FT7DEMO1",
                product: "client_demo", chip: .ft4232h, devicePath: "/dev/ttyUSB0", usbPath: "1-2.1", incarnation: 1,
                degraded: nil),
            status: status, matching: matching, uut: uut, execution: execution, since: since, lastError: lastError,
            lease: lease, leaseOwner: leaseOwner)
    }

    static func request(
        _ number: Int = 1, bib: BIBID = "client_demo", uut: UUTID = "production_uut",
        instance: UUTInstanceID? = nil, ports: [PortID] = ["FT7DEMO1-A"], steps: Int = 6
    ) -> ExecutionRequest {
        ExecutionRequest(
            id: execution(number), bib: bib, uut: uut, instance: instance ?? UUTInstanceID(uut.rawValue),
            board: "FT7DEMO1",
            ports: ports.map { AssignedPort(alias: "ctl", port: $0, devicePath: "/dev/ttyUSB0", channel: .a) },
            planHash: "abc", requestedAt: time, origin: "api", stepCount: steps)
    }

    static func portPlan(_ alias: String, _ channel: Channel) -> PortPlan {
        PortPlan(
            alias: alias, channel: channel, line: LineSettings(), endOfLine: .crlf, framing: .lines, settle: .zero)
    }

    static func phase(
        _ request: ExecutionRequest, _ phase: Phase, _ steps: [String], iteration: Int = 1
    ) -> PhaseStart {
        PhaseStart(
            execution: request.id, bib: request.bib, instance: request.instance, phase: phase, iteration: iteration,
            steps: steps, at: time)
    }

    static func step(
        _ request: ExecutionRequest, _ phase: Phase, _ index: Int, _ verdict: Verdict = .pass, iteration: Int = 1,
        ordinal: Int = 0, received: [UInt8] = Array("OK\r\n".utf8)
    ) -> StepRecord {
        let attempt = AttemptRecord(
            number: 1, startedAt: time, duration: .milliseconds(12), sent: Array("ATZ\r\n".utf8), received: received,
            discarded: [], leftOver: [], outcome: .level(.pass), explanation: "matched")
        return StepRecord(
            execution: request.id, bib: request.bib, instance: request.instance,
            position: StepPosition(phase: phase, iteration: iteration, index: index), ordinal: ordinal,
            stepID: "step\(index)", port: request.ports.first?.port ?? "FT7DEMO1-A", verdict: verdict, retried: false,
            startedAt: time, duration: .milliseconds(12), attempts: [attempt], captures: ["v": "3.30"],
            measurements: [
                MeasurementRecord(name: "v", value: 3.3, text: "3.30", unit: "V", min: 3.2, max: 3.4, level: .pass)
            ], explanation: "matched")
    }

    static func result(
        _ request: ExecutionRequest, _ verdict: Verdict = .pass, duration: Duration = .seconds(4),
        endedAt: Timestamp = time.advanced(by: .seconds(10))
    ) -> ExecutionResult {
        ExecutionResult(
            request: request, verdict: verdict, worstLevel: .pass, unitSerial: "SN000001", startedAt: time,
            endedAt: endedAt, duration: duration, stepsDone: request.stepCount, explanation: "all steps passed",
            decidingStep: nil)
    }

    static func line(
        _ request: ExecutionRequest, _ text: String, severity: LogLine.Severity = .info,
        port: PortID? = "FT7DEMO1-A"
    ) -> LogLine {
        LogLine(
            execution: request.id, bib: request.bib, instance: request.instance, at: time, elapsed: .milliseconds(5),
            severity: severity, phase: .test, step: "step0",
            content: port.map { .received(Array(text.utf8), $0) } ?? .note(text))
    }

    static func question(
        _ request: ExecutionRequest, _ kind: OperatorPrompt.Kind = .scan, isOpen: Bool = true
    ) -> OperatorQuestion {
        OperatorQuestion(
            execution: request.id, bib: request.bib, instance: request.instance, step: "read_label",
            prompt: OperatorPrompt(kind, text: "Scan the label"), askedAt: time,
            deadline: time.advanced(by: .seconds(60)), isOpen: isOpen)
    }

    static func plan(_ bib: BIBID = "client_demo", errors: [String] = []) -> PlanStatus {
        PlanStatus(
            bib: bib, file: "bibs/\(bib).yaml", description: "Client demo board", hash: "abc", uuts: ["production_uut"],
            errors: errors)
    }

    static func lease(_ state: LeaseRecord.State, _ number: Int = 1) -> LeaseRecord {
        LeaseRecord(
            id: LeaseID(execution(number).rawValue), owner: "ann", reason: "loose wire", ports: ["FT7DEMO1-A"],
            resources: ["dmm"], priority: 0, requestedAt: time, deadline: time.advanced(by: .seconds(1_800)),
            heartbeatEvery: .seconds(60), state: state)
    }

    static func alert(
        _ number: Int = 1, _ rule: AlertRule = .runCritical, severity: AlertSeverity = .critical
    ) -> Alert {
        Alert(
            id: AlertID(execution(number).rawValue),
            key: AlertKey(rule: rule, subject: "client_demo/production_uut"), severity: severity,
            summary: "client_demo/production_uut ended CRITICAL: SHORT", firedAt: time, count: 2, bib: "client_demo",
            instance: "production_uut", execution: execution(number))
    }

    static func audit(_ number: Int = 1, _ outcome: AuditEntry.Outcome = .done) -> AuditEntry {
        AuditEntry(
            id: AuditID(execution(number).rawValue), at: time, actor: "ann (uid 1000)", action: .quarantine,
            target: "FT7DEMO1-A", detail: "bent pin", outcome: outcome)
    }

    /// Numbers events as the store does, from `first`.
    static func numbered(_ events: [RigEvent], from first: UInt64 = 1) -> [NumberedEvent] {
        events.enumerated().map { NumberedEvent(sequence: first + UInt64($0.offset), at: time, event: $0.element) }
    }

    static var facts: StationFacts {
        StationFacts(stationID: "bench7", version: "0.1.0", zone: .utc, epoch: epoch, startedAt: time)
    }
    static let clocks = Clocks { time.advanced(by: .seconds(3)) }
}
