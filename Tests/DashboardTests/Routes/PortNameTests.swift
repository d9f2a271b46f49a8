import RigModel
import Testing

@testable import Dashboard

/// Ports by the names that `rig.yaml` gives them.
@Suite(.timeLimit(.minutes(1))) struct PortNameTests {
    private static func facts(_ aliases: [PortID: String]) -> StationFacts {
        StationFacts(
            stationID: "bench7", version: "0.1.0", zone: .utc, epoch: Sample.epoch, startedAt: Sample.time,
            portAliases: aliases)
    }
    /// Two ports, of which the first is called `left`.
    private static let named = facts(["FT7DEMO1-A": "left"])
    /// The first is called as the second is.
    private static let confused = facts(["FT7DEMO1-A": "FT7DEMO1-B"])
    private static let seen = Sample.numbered([
        .portStatusChanged(Sample.port("FT7DEMO1-A")), .portStatusChanged(Sample.port("FT7DEMO1-B")),
    ])
    private static func lease(_ names: String...) -> String {
        let ports = names.map { "\"\($0)\"" }.joined(separator: ",")
        return "{\"ports\":[\(ports)],\"for\":\"ann\",\"reason\":\"loose wire\"}"
    }

    @Test func aPathMayNameAPortByItsAlias() async throws {
        try await TestStation.run(facts: Self.named) { station in
            await station.hub.consume(Self.seen)
            let port = try await station.client.get("/api/v1/ports/left").json(API.Port.self)
            #expect(port.id == "FT7DEMO1-A" && port.alias == "left")
            #expect(try await station.client.get("/api/v1/ports/FT7DEMO1-A").json(API.Port.self) == port)
            let other = try await station.client.get("/api/v1/ports/FT7DEMO1-B").json(API.Port.self)
            #expect(other.alias == nil)
            let path = "/api/v1/ports/left"
            #expect(try await station.client.post(path + "/quarantine", #"{"reason":"bent pin"}"#).status == 200)
            #expect(await station.leases.quarantined == ["FT7DEMO1-A": "bent pin"])
            #expect(try await station.client.send("POST", path + "/release").status == 200)
            #expect(try await station.client.send("DELETE", path).status == 200)
            #expect(await station.leases.forgotten == ["FT7DEMO1-A"])
            #expect(try await station.client.get("/api/v1/ports/right").status == 404)
        }
    }

    @Test func theAuditOfAPortIsFoundByItsAlias() async throws {
        try await TestStation.run(facts: Self.named) { station in
            for name in ["left", "FT7DEMO1-A", "right"] {
                let answer = try await station.client.get("/api/v1/audit?target=\(name)")
                #expect(answer.status == 200)
            }
            #expect(await station.audit.filters.map(\.target) == ["FT7DEMO1-A", "FT7DEMO1-A", "right"])
        }
    }

    @Test func aLeaseMayNameItsPortsByTheirAliases() async throws {
        try await TestStation.run(facts: Self.named) { station in
            await station.hub.consume(Self.seen)
            let answer = try await station.client.post("/api/v1/leases", Self.lease("left", "FT7DEMO1-B", "right"))
            #expect(answer.status == 201)
            // What is no alias is an id, and the pool says whether there is such a port.
            #expect(await station.leases.orders.map(\.ports) == [["FT7DEMO1-A", "FT7DEMO1-B", "right"]])
        }
    }

    @Test func aStreamMayBeNarrowedToAPortByItsAlias() async throws {
        try await TestStation.run(facts: Self.named) { station in
            await station.hub.consume(Self.seen)
            try await station.client.events("?topics=ports&port=left,FT7NEVER-D") { stream in
                try await station.waitForClients(1)
                await station.hub.consume(
                    Sample.numbered(
                        [
                            .portStatusChanged(Sample.port("FT7DEMO1-B", .inUse)),
                            .portStatusChanged(Sample.port("FT7DEMO1-A", .inUse)),
                        ], from: 3))
                let first = try await stream.next("PortStatusChanged").json(API.Port.self)
                #expect(first.id == "FT7DEMO1-A")
            }
        }
    }

    @Test func aStreamOfAPortThatThereCannotBeIsRefusedByName() async throws {
        try await TestStation.run(facts: Self.named) { station in
            await station.hub.consume(Self.seen)
            for name in ["right", "FT7DEMO1", "FT7DEMO1-E", "-A"] {
                let problem = try await station.client.get("/api/v1/events?port=left,\(name)").problem()
                #expect(problem.status == 400)
                #expect(problem.type == "urn:portpool:refusal:unknown-port")
                #expect(problem.detail?.hasPrefix("'\(name)' is no port") == true)
                #expect(problem.detail?.contains("(left)") == true)
            }
        }
    }

    @Test func aNameThatMayMeanTwoPortsIsRefusedEverywhere() async throws {
        try await TestStation.run(facts: Self.confused) { station in
            // As long as the second is not there the name means the first.
            await station.hub.consume([Self.seen[0]])
            let first = try await station.client.get("/api/v1/ports/FT7DEMO1-B").json(API.Port.self)
            #expect(first.id == "FT7DEMO1-A")
            await station.hub.consume([Self.seen[1]])
            let answers = try await [
                station.client.get("/api/v1/ports/FT7DEMO1-B"),
                station.client.send("DELETE", "/api/v1/ports/FT7DEMO1-B"),
                station.client.send("POST", "/api/v1/ports/FT7DEMO1-B/release"),
                station.client.post("/api/v1/ports/FT7DEMO1-B/quarantine", #"{"reason":"bent pin"}"#),
                station.client.post("/api/v1/leases", Self.lease("FT7DEMO1-B")),
                station.client.get("/api/v1/events?port=FT7DEMO1-B"),
            ]
            #expect(answers.map(\.status) == [409, 409, 409, 409, 422, 400])
            for answer in answers {
                let problem = try answer.problem()
                #expect(problem.type == "urn:portpool:refusal:ambiguous-port")
                #expect(problem.detail?.hasPrefix("'FT7DEMO1-B' is a port, and the alias of FT7DEMO1-A") == true)
            }
            #expect(await station.leases.orders.isEmpty)
            #expect(await station.leases.quarantined.isEmpty)
            #expect(try await station.client.get("/api/v1/ports/FT7DEMO1-A").status == 200)
        }
    }
}
