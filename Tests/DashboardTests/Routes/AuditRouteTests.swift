import FoundationEssentials
import Glibc
import HTTPTypes
import RigModel
import Support
import Testing

@testable import Dashboard

/// Every route that changes something leaves exactly one entry; what is asked for twice, and what changes nothing, none.
@Suite(.timeLimit(.minutes(1))) struct AuditRouteTests {
    private static let run = Sample.execution(1)
    private static let json = [("Content-Type", "application/json")]

    /// An order, and what the audit is to have of it.
    private struct Order {
        var method = "POST"
        let path: String
        var body = ""
        let action: AuditAction
        let target: String
        var detail = ""
    }

    /// By the id of the operation. A route that changes something and is not here fails the test.
    private static let orders: [String: Order] = [
        "startExecutions": Order(
            path: "executions", body: #"{"bibId":"client_demo","uutId":"production_uut","boardId":"FT7A"}"#,
            action: .run, target: "client_demo/production_uut on board FT7A", detail: "\(run)"),
        "abortExecution": Order(
            method: "DELETE", path: "executions/\(run)?reason=smoke", action: .abort, target: "\(run)", detail: "smoke"),
        "signalExecution": Order(path: "executions/\(run)/signal", action: .signal, target: "\(run)"),
        "answerExecution": Order(
            path: "executions/\(run)/answer", body: #"{"step":"label","text":"SN1"}"#, action: .answer,
            target: "\(run)", detail: "step 'label'"),
        "takeLease": Order(
            path: "leases", body: #"{"ports":["FT7DEMO1-A"],"for":"ann","reason":"loose wire"}"#, action: .takeLease,
            target: "\(run)", detail: "FT7DEMO1-A for ann: loose wire"),
        "keepLease": Order(
            method: "PATCH", path: "leases/\(run)", body: #"{"extendMs":60000}"#, action: .keepLease,
            target: "\(run)", detail: "for 60.0 seconds from now"),
        "endLease": Order(
            method: "DELETE", path: "leases/\(run)?reason=enough", action: .endLease, target: "\(run)",
            detail: "it was ended: enough"),
        "quarantinePort": Order(
            path: "ports/FT7DEMO1-A/quarantine", body: #"{"reason":"bent pin"}"#, action: .quarantine,
            target: "FT7DEMO1-A", detail: "bent pin"),
        "releasePort": Order(path: "ports/FT7DEMO1-A/release", action: .release, target: "FT7DEMO1-A"),
        "forgetPort": Order(method: "DELETE", path: "ports/FT7DEMO1-A", action: .forget, target: "FT7DEMO1-A"),
        "acknowledgeAlert": Order(
            path: "alerts/\(run)/ack", action: .acknowledge, target: "\(run)", detail: "client_demo/production_uut"),
    ]

    private func endpoints(_ station: TestStation) -> Endpoints {
        Endpoints(
            hub: station.hub, runs: station.runs, leases: station.leases, archive: station.archive,
            exports: station.exports, logs: station.logs, bench: FakeBench(), alerts: station.alerts,
            audit: station.audit, spine: station.spine,
            metrics: MetricsReader(archive: station.archive, station: Sample.facts, clocks: Sample.clocks))
    }

    private func entries(_ station: TestStation) -> [AuditEntry] {
        station.spine.events.compactMap { if case .audited(let entry) = $0 { entry } else { nil } }
    }

    private func send(_ order: Order, _ station: TestStation) async throws -> RawResponse {
        try await station.client.send(
            order.method, "/api/v1/\(order.path)", headers: order.body.isEmpty ? [] : Self.json, body: order.body)
    }

    @Test func eachRouteThatChangesSomethingLeavesOneEntry() async throws {
        try await TestStation.run { station in
            await station.alerts.hold([Sample.alert()])
            let changing = endpoints(station).table.routes.filter { $0.method != .get }
            #expect(Set(changing.map(\.operation.id)) == Set(Self.orders.keys))
            #expect(changing.allSatisfy { $0.change != nil })
            // A lease is taken before it is kept, and ended after.
            func turn(_ route: Route) -> Int { ["takeLease": 0, "endLease": 2][route.operation.id] ?? 1 }
            for route in changing.sorted(by: { turn($0) < turn($1) }) {
                let order = try #require(Self.orders[route.operation.id])
                let before = entries(station).count
                let answer = try await send(order, station)
                #expect((200..<300).contains(answer.status), "\(route.operation.id): \(answer.text)")
                let fresh = entries(station).dropFirst(before)
                #expect(fresh.count == 1, "\(route.operation.id)")
                let entry = try #require(fresh.first)
                #expect(entry.action == order.action && entry.action == route.change)
                #expect(entry.target == order.target && entry.detail == order.detail, "\(entry)")
                #expect(entry.outcome == .done && entry.actor == "127.0.0.1")
                #expect(entry.at == Sample.clocks.wall)
            }
            #expect(Set(entries(station).map(\.action)) == Set(AuditAction.allCases))
            #expect(Set(entries(station).map(\.id)).count == Self.orders.count)
        }
    }

    @Test func whatReadsLeavesNone() async throws {
        try await TestStation.run { station in
            for route in endpoints(station).table.routes where route.method == .get {
                #expect(route.change == nil, "\(route.template)")
            }
            for path in ["ports", "executions", "leases", "alerts", "audit", "snapshot"] {
                let answer = try await station.client.get("/api/v1/\(path)")
                #expect(answer.status == 200, "\(path)")
            }
            #expect(entries(station).isEmpty)
        }
    }

    @Test func whatWasRefusedIsThereWithTheReason() async throws {
        try await TestStation.run { station in
            await station.leases.refuse(.stopping)
            await station.runs.refuse(.noBoard("client_demo"))
            for id in ["quarantinePort", "startExecutions", "takeLease"] {
                _ = try await send(try #require(Self.orders[id]), station)
            }
            #expect(
                entries(station).map(\.outcome) == [
                    .refused(LeaseRefusal.stopping.description),
                    .refused(RunRefusal.noBoard("client_demo").description),
                    .refused(LeaseRefusal.stopping.description),
                ])
            #expect(
                entries(station).map(\.target) == [
                    "FT7DEMO1-A", "client_demo/production_uut on board FT7A", "FT7DEMO1-A",
                ])
        }
    }

    @Test func whatNobodyUnderstoodIsNoOrder() async throws {
        try await TestStation.run { station in
            for body in ["[]", #"{"bibId":".."}"#, #"{"bib":"client_demo"}"#] {
                #expect(try await station.client.post("/api/v1/executions", body).status >= 400)
            }
            let foreign = try await station.client.send(
                "POST", "/api/v1/ports/FT7DEMO1-A/release", headers: [("Origin", "http://elsewhere.example")])
            #expect(foreign.status == 403)
            #expect(entries(station).isEmpty)
        }
    }

    @Test func aSignOfLifeAndAnOrderThatIsRepeatedAreNoNews() async throws {
        try await TestStation.run { station in
            await station.alerts.hold([Sample.alert()])
            _ = try await send(try #require(Self.orders["takeLease"]), station)
            let lease = "/api/v1/leases/\(Self.run)"
            #expect(try await station.client.send("PATCH", lease, headers: Self.json, body: "{}").status == 200)
            let acknowledge = try #require(Self.orders["acknowledgeAlert"])
            for _ in 1...3 { #expect(try await send(acknowledge, station).status == 200) }
            let key = Self.json + [("Idempotency-Key", "k1")]
            for _ in 1...3 {
                let body = #"{"bibId":"client_demo"}"#
                let answer = try await station.client.send("POST", "/api/v1/executions", headers: key, body: body)
                #expect(answer.status == 202)
            }
            #expect(entries(station).map(\.action) == [.takeLease, .acknowledge, .run])
        }
    }

    @Test func aLoopIsOneOrder() async throws {
        try await TestStation.run { station in
            var last: ExecutionID?
            for _ in 1...20 {
                let repeats = last.map { #","repeats":"\#($0)""# } ?? ""
                let answer = try await station.client.post(
                    "/api/v1/executions", #"{"bibId":"client_demo","uutId":"production_uut"\#(repeats)}"#)
                last = try answer.json(API.StartedExecutions.self).executions.first?.executionId
            }
            #expect(entries(station).map(\.detail) == [Sample.execution(1).rawValue])
            // A run that nobody ordered here is no excuse.
            _ = try await station.client.post(
                "/api/v1/executions", #"{"bibId":"client_demo","repeats":"\#(Sample.execution(999))"}"#)
            #expect(entries(station).count == 2)
        }
    }

    @Test(arguments: [
        #""bibId":"other_bib","uutId":"production_uut","boardId":"FT7A""#,
        #""bibId":"client_demo","uutId":"other_uut","boardId":"FT7A""#,
        #""bibId":"client_demo","boardId":"FT7A""#,
        #""bibId":"client_demo","uutId":"production_uut","boardId":"FT7B""#,
        #""bibId":"client_demo","uutId":"production_uut""#,
        #""bibId":"client_demo","uutId":"production_uut","boardId":"FT7A","serial":"S1""#,
        #""bibId":"client_demo","uutId":"production_uut","boardId":"FT7A","priority":9"#,
    ])
    func anotherOrderIsNotHiddenBehindARunThatItDoesNotRepeat(order: String) async throws {
        try await TestStation.run { station in
            func start(_ order: String) async throws -> ExecutionID {
                let answer = try await station.client.post("/api/v1/executions", "{\(order)}")
                return try #require(answer.json(API.StartedExecutions.self).executions.first?.executionId)
            }
            let same = #""bibId":"client_demo","uutId":"production_uut","boardId":"FT7A""#
            let first = try await start(same)
            let second = try await start("\(order),\"repeats\":\"\(first)\"")
            #expect(entries(station).map(\.detail) == [first.rawValue, second.rawValue])
            // Its own loop is one order again, and the first one's loop still is.
            _ = try await start("\(order),\"repeats\":\"\(second)\"")
            _ = try await start("\(same),\"repeats\":\"\(first)\"")
            #expect(entries(station).count == 2)
        }
    }

    @Test func theLoopOfOneUnitBelongsToTheOrderOfThemAll() async throws {
        try await TestStation.run { station in
            let all = try await station.client.post("/api/v1/executions", #"{"bibId":"client_demo"}"#)
            let run = try #require(all.json(API.StartedExecutions.self).executions.first)
            let body = #"{"bibId":"client_demo","uutId":"\#(run.uutId)","repeats":"\#(run.executionId)"}"#
            #expect(try await station.client.post("/api/v1/executions", body).status == 202)
            #expect(entries(station).map(\.target) == ["client_demo"])
        }
    }

    @Test func theEntriesCanBeReadByPage() async throws {
        try await TestStation.run { station in
            await station.audit.hold([Sample.audit(3, .refused("it is gone")), Sample.audit(2), Sample.audit(1)])
            let page = try await station.client.get("/api/v1/audit?limit=2&action=quarantine&target=FT7DEMO1-A")
                .json(API.Audit.self)
            #expect(page.entries.map(\.outcome) == [.refused, .done])
            #expect(page.entries.map(\.reason) == ["it is gone", nil])
            #expect(page.entries.first?.actor == "ann (uid 1000)")
            let cursor = try #require(page.nextCursor)
            let rest = try await station.client.get("/api/v1/audit?limit=2&cursor=\(cursor)").json(API.Audit.self)
            #expect(rest.entries.count == 1 && rest.nextCursor == nil)
            #expect(await station.audit.filters.first == AuditFilter(action: .quarantine, target: "FT7DEMO1-A"))
            for query in ["action=dance", "cursor=x", "from=yesterday", "limit=201"] {
                #expect(try await station.client.get("/api/v1/audit?\(query)").status == 400)
            }
        }
    }

    @Test func byTheUnixSocketTheAccountIsKnown() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/dash-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestStation.run(listen: "unix:\(folder)/a.sock") { station in
            _ = try await send(try #require(Self.orders["releasePort"]), station)
            let actor = try #require(entries(station).first?.actor)
            #expect(actor.hasSuffix("uid \(getuid()))"), "\(actor)")
        }
    }
}
