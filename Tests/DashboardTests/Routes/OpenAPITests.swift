import FoundationEssentials
import HTTPTypes
import RigModel
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(1))) struct OpenAPITests {
    /// A path of the document with its parameters filled in.
    private func fill(_ template: String) -> String {
        template.replacing("{port}", with: "FT7DEMO1-A").replacing("{bib}", with: "client_demo")
            .replacing("{uut}", with: "production_uut").replacing("{run}", with: "latest")
            .replacing("{execution}", with: Sample.execution(1).rawValue)
            .replacing("{lease}", with: Sample.execution(1).rawValue)
            .replacing("{alert}", with: Sample.execution(1).rawValue)
    }

    @Test func theDocumentAndTheRouterAreTheSame() async throws {
        try await TestStation.run { station in
            let document = try await station.client.get("/api/v1/openapi.json").json(JSONValue.self)
            #expect(document["openapi"] == "3.1.0")
            guard case .object(let paths)? = document["paths"] else { throw CancellationError() }
            #expect(paths.count >= 17)
            for (template, item) in paths {
                guard case .object(let operations) = item else { throw CancellationError() }
                let allow = try #require(
                    await station.client.send("OPTIONS", fill(template)).header("allow"), "\(template)")
                let routed = Set(allow.split(separator: ", ").map(String.init)).subtracting(["HEAD", "OPTIONS"])
                #expect(Set(operations.keys.map { $0.uppercased() }) == routed)
                // The same without the version.
                if template.hasPrefix("/api/v1/") {
                    let short = fill(template).replacing("/api/v1/", with: "/api/")
                    #expect(try await station.client.send("OPTIONS", short).header("allow") == allow)
                }
            }
        }
    }

    @Test func everyRouteIsDescribedOnce() async throws {
        try await TestStation.run { station in
            let document = try await station.client.get("/api/openapi.json").json(JSONValue.self)
            let hub = station.hub
            let endpoints = Endpoints(
                hub: hub, runs: station.runs, leases: station.leases, archive: station.archive,
                exports: station.exports, logs: station.logs,
                bench: FakeBench(), alerts: station.alerts, audit: station.audit, spine: station.spine,
                metrics: MetricsReader(archive: station.archive, station: hub.station, clocks: hub.clocks))
            let routes = endpoints.table.routes
            for route in routes {
                let operation = document["paths"]?[route.template]?[route.method.rawValue.lowercased()]
                #expect(operation?["operationId"] == .string(route.operation.id))
            }
            #expect(Set(routes.map(\.operation.id)).count == routes.count)
            #expect(Set(routes.map { "\($0.method) \($0.template)" }).count == routes.count)
        }
    }

    @Test func everyReferenceIsToAShapeThatIsThere() {
        func check(_ schema: Schema) {
            switch schema {
            case .reference(let name): #expect(Schemas.all[name] != nil, "\(name)")
            case .array(let inner), .map(let inner), .optional(let inner): check(inner)
            case .object(let properties): for property in properties { check(property.schema) }
            case .string, .text, .dateTime, .integer, .whole, .number, .boolean, .choice: break
            }
        }
        for schema in Schemas.all.values { check(schema) }
    }

    /// Each shape against a value of its type, written as it is sent.
    @Test func theShapesAreThoseOfTheAPI() async throws {
        let request = Sample.request()
        let zone = StationZone.utc
        let result = Sample.result(request)
        let port = Sample.port(
            "A", .inUse, matching: .ambiguous(["x"]), uut: "u", execution: request.id, since: Sample.time,
            lastError: "e", lease: "run-x", leaseOwner: "ann")
        var view = BenchView()
        let events: [RigEvent] = [
            .executionCompleted(result), .executionQueued(Sample.request(2), waitingFor: ["A"]),
            .executionStarted(Sample.request(3), at: Sample.time),
            .phaseStarted(Sample.phase(Sample.request(3), .start, ["reset"])), .portStatusChanged(port),
            .logLine(Sample.line(request, "x")), .leaseChanged(Sample.lease(.waiting(for: ["A"]))),
            .alertChanged(Sample.alert()),
        ]
        for event in Sample.numbered(events) { view.fold(event) }
        let archive = FakeArchive()
        await archive.add(result)
        let metrics = try await MetricsReader(archive: archive, station: Sample.facts, clocks: Sample.clocks)
            .read(.standard)
        let bibs = API.BIBs(
            bibs: [API.BIB(Sample.plan())], unusedBoards: await FakeBench().unusedBoards().map(API.Board.init))
        var crossing = Sample.step(request, .test, 0)
        crossing.sentOn = "FT7DEMO1-B"
        let details = API.ExecutionDetails(
            ExecutionDetail(
                request: request, startedAt: Sample.time, result: result, steps: [crossing]),
            zone: zone)
        let unitLog = API.UnitLog(
            bibId: "b", uutId: "u",
            runs: [
                .init(
                    LoggedRun(execution: request.id, path: "p", size: 1, verdict: .pass, startedAt: Sample.time),
                    zone: zone)
            ], lines: ["x"])
        let snapshot = API.Snapshot(
            position: "e1-1", time: zone.rfc3339(Sample.time), status: Sample.facts.status(nil, at: .now),
            ports: view.apiPorts(at: Sample.time, Sample.facts),
            executions: view.apiExecutions(at: Sample.time, zone: zone), leases: view.apiLeases(zone: zone),
            alerts: view.apiAlerts(zone: zone), lastVerdicts: view.apiLastVerdicts(zone: zone),
            bibs: bibs, metrics: metrics, logTail: view.apiLogTail(zone: zone))
        try check("Snapshot", snapshot)
        var over = Sample.alert()
        over.acknowledgement = .init(at: Sample.time, by: "ann")
        over.resolution = .init(at: Sample.time, because: "good")
        let alerts = [Sample.alert(), over].map { API.Alert($0, zone: zone) }
        try check("Alerts", API.Alerts(alerts: alerts, nextCursor: "c"))
        let entries = [Sample.audit(), Sample.audit(2, .refused("no"))].map { API.AuditEntry($0, zone: zone) }
        try check("Audit", API.Audit(entries: entries, nextCursor: "c"))
        for state: LeaseRecord.State in [
            .waiting(for: ["A"]), .held(since: Sample.time), .ended(at: Sample.time, reason: "r"),
        ] {
            try check("Leases", API.Leases(leases: [API.Lease(Sample.lease(state), zone: zone)]))
        }
        try check(
            "TakeLease",
            API.TakeLease(
                ports: ["A"], for: "o", reason: "r", resources: ["x"], priority: 1, termMs: 1, heartbeatMs: 1_000,
                waitMs: 1))
        try check("KeepLease", API.KeepLease(extendMs: 1))
        try check("QuarantinePort", API.QuarantinePort(reason: "r"))
        try check("ExecutionDetails", details)
        try check("UnitLog", unitLog)
        try check("LogTree", API.LogTree(units: [.init(bibId: "b", uutId: "u", runs: 1)]))
        try check(
            "StartExecution",
            API.StartExecution(bibId: "b", uutId: "u", boardId: "x", serial: "s", priority: 1, repeats: request.id))
        let question = API.Question(Sample.question(request), zone: zone)
        try check("Question", question)
        try check("Answer", API.Answer(step: "s", text: "t", confirmed: true))
        try check("StartedExecutions", API.StartedExecutions(executions: [API.StartedExecution(request, zone: zone)]))
        try check("Problem", API.Problem(title: "t", status: 400, detail: "d", instance: "/x"))
        try check("Notice", API.Notice(reason: "r"))
        try check("Health", Endpoints.Health(status: "ok", reasons: []))
    }

    private func check(_ name: String, _ value: some Encodable) throws {
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(JSONText.bytes(value)))
        check(json, against: .reference(name), at: name)
    }

    private func check(_ json: JSONValue, against schema: Schema, at path: String) {
        switch (schema, json) {
        case (.reference(let name), _):
            if let shape = Schemas.all[name] { check(json, against: shape, at: path) }
        case (.optional(let inner), _): check(json, against: inner, at: path)
        case (.array(let element), .array(let values)):
            for value in values { check(value, against: element, at: path + "[]") }
        case (.map(let element), .object(let members)):
            for value in members.values { check(value, against: element, at: path + "{}") }
        case (.object(let properties), .object(let members)):
            let known = Set(properties.map(\.name))
            #expect(known.isSuperset(of: members.keys), "\(path) has more keys than its shape")
            for property in properties {
                if let value = members[property.name] {
                    check(value, against: property.schema, at: "\(path).\(property.name)")
                } else if case .optional = property.schema {
                    continue
                } else {
                    Issue.record("\(path).\(property.name) is missing")
                }
            }
        case (.choice(let words), .string(let text)): #expect(words.contains(text), "\(path)")
        case (.dateTime, .string(let text)): #expect(Timestamp(rfc3339: text) != nil, "\(path)")
        case (.string, .string), (.text, .string), (.whole, .integer), (.integer, .integer), (.number, .integer),
            (.number, .number), (.boolean, .boolean):
            break
        default: Issue.record("\(path) is not as its shape says: \(json)")
        }
    }
}
