import RigModel
import Testing

@testable import Dashboard

/// Leases of persons, and ports that are kept out of use, over a socket.
@Suite(.timeLimit(.minutes(1))) struct LeaseRouteTests {
    private static let take = #"{"ports":["FT7DEMO1-A"],"for":"ann","reason":"loose wire"}"#

    @Test(arguments: ["/api/v1/", "/api/"])
    func whoAsksFirstHoldsAndWhoAsksNextWaits(base: String) async throws {
        try await TestStation.run { station in
            let first = try await station.client.post(base + "leases", Self.take)
            #expect(first.status == 201)
            let held = try first.json(API.Lease.self)
            #expect(first.header("location") == "/api/v1/leases/\(held.id)")
            #expect(held.state == .held && held.owner == "ann" && held.reason == "loose wire")
            let second = try await station.client.post(base + "leases", Self.take)
            #expect(second.status == 202)
            let waiting = try second.json(API.Lease.self)
            #expect(waiting.state == .waiting && waiting.waitingFor == ["FT7DEMO1-A"])
            let all = try await station.client.get(base + "leases").json(API.Leases.self)
            #expect(all.leases == [held, waiting])
            #expect(try await station.client.get(base + "leases/\(held.id)").json(API.Lease.self) == held)
        }
    }

    @Test func anOrderGoesToTheStationAsItWasWritten() async throws {
        try await TestStation.run { station in
            let body = """
                {"ports":["A","B"],"for":"ci","reason":"burn-in","resources":["dmm"],"priority":5,"termMs":7200000,
                "heartbeatMs":5000,"waitMs":1000}
                """
            _ = try await station.client.post("/api/v1/leases", body)
            _ = try await station.client.post("/api/v1/leases", Self.take)
            let orders = await station.leases.orders
            #expect(
                orders == [
                    LeaseOrder(
                        owner: "ci", reason: "burn-in", ports: ["A", "B"], resources: ["dmm"], priority: 5,
                        term: .seconds(7_200), heartbeatEvery: .seconds(5), patience: .seconds(1)),
                    // What is not said is the station's to decide.
                    LeaseOrder(owner: "ann", reason: "loose wire", ports: ["FT7DEMO1-A"]),
                ])
        }
    }

    @Test func aHeartbeatMayProlong() async throws {
        try await TestStation.run { station in
            let lease = try await station.client.post("/api/v1/leases", Self.take).json(API.Lease.self)
            let json = [("Content-Type", "application/json")]
            let path = "/api/v1/leases/\(lease.id)"
            #expect(try await station.client.send("PATCH", path, headers: json, body: "{}").status == 200)
            let more = try await station.client.send("PATCH", path, headers: json, body: #"{"extendMs":60000}"#)
            #expect(try more.json(API.Lease.self).id == lease.id)
            #expect(await station.leases.extensions == [nil, .seconds(60)])
        }
    }

    @Test func aLeaseIsGivenBackOnceAndItsEndCanBeRead() async throws {
        try await TestStation.run { station in
            let lease = try await station.client.post("/api/v1/leases", Self.take).json(API.Lease.self)
            let path = "/api/v1/leases/\(lease.id)"
            let ended = try await station.client.send("DELETE", path + "?reason=needed%20elsewhere")
            #expect(ended.status == 200)
            #expect(try ended.json(API.Lease.self).endReason == "it was ended: needed elsewhere")
            let again = try await station.client.send("DELETE", path)
            #expect(again.status == 409)
            #expect(try again.problem().type == "urn:portpool:refusal:lease-ended")
            #expect(try await station.client.get(path).json(API.Lease.self).state == .ended)
            #expect(try await station.client.get("/api/v1/leases").json(API.Leases.self).leases.isEmpty)
        }
    }

    @Test func aRunsLeaseIsTheRuns() async throws {
        try await TestStation.run { station in
            let run = Sample.execution(1)
            let answer = try await station.client.send("DELETE", "/api/v1/leases/run-\(run)")
            #expect(answer.status == 409)
            #expect(
                try answer.problem().detail == "lease 'run-\(run)' is the run's; abort it with `portpool abort \(run)`")
        }
    }

    @Test func aPortIsTakenOutOfUseReleasedAndForgotten() async throws {
        try await TestStation.run { station in
            let path = "/api/v1/ports/FT7DEMO1-A"
            let answer = try await station.client.post(path + "/quarantine", #"{"reason":"bent pin"}"#)
            #expect(answer.status == 200)
            #expect(await station.leases.quarantined == ["FT7DEMO1-A": "bent pin"])
            #expect(try await station.client.send("POST", path + "/release").status == 200)
            #expect(await station.leases.quarantined.isEmpty)
            #expect(try await station.client.send("DELETE", path).status == 200)
            #expect(await station.leases.forgotten == ["FT7DEMO1-A"])
        }
    }

    @Test(arguments: [
        (LeaseRefusal.unknownPort("X", known: ["A"]), 422, 404), (.offline("X"), 409, 409),
        (.quarantined("X"), 409, 409), (.noPorts, 422, 422), (.tooLong(.seconds(9), limit: .seconds(1)), 422, 422),
        (.present("X"), 409, 409), (.stopping, 503, 503),
    ])
    func whyItCannotBeIsAProblem(refusal: LeaseRefusal, asLease: Int, asPort: Int) async throws {
        try await TestStation.run { station in
            await station.leases.refuse(refusal)
            let lease = try await station.client.post("/api/v1/leases", Self.take)
            let port = try await station.client.send("POST", "/api/v1/ports/X/release")
            #expect([lease.status, port.status] == [asLease, asPort])
            for answer in [lease, port] {
                let problem = try answer.problem()
                #expect(problem.type == refusal.problemType)
                #expect(problem.detail == refusal.description)
            }
        }
    }

    @Test(arguments: [
        #"{"for":"ann","reason":"r"}"#, #"{"ports":["A"],"reason":"r"}"#, #"{"ports":["A"],"for":"ann"}"#,
        #"{"ports":"A","for":"ann","reason":"r"}"#, "[]", "", "{",
    ])
    func aBodyThatCannotBeReadIs400(body: String) async throws {
        try await TestStation.run { station in
            let problem = try await station.client.post("/api/v1/leases", body).problem()
            #expect(problem.status == 400)
        }
    }

    @Test(arguments: [
        (#"{"ports":["A"],"for":"a","reason":"r","termMs":5.5}"#, "the key 'termMs' must be a whole number"),
        (#"{"ports":["A"],"for":"a","reason":"r","termMs":"5"}"#, "the key 'termMs' must be a whole number"),
        (#"{"ports":["A"],"for":"a","reason":"r","termMs":1e400}"#, "'termMs' cannot be read: the number is too large"),
        (#"{"ports":["A"],"for":7,"reason":"r"}"#, "the key 'for' must be a text"),
        (#"{"ports":"A","for":"a","reason":"r"}"#, "the key 'ports' must be a list"),
        (#"{"ports":["A"],"for":"a"}"#, "the key 'reason' is missing"), ("{", "the body is no valid JSON"),
    ])
    func whatIsOfAnotherKindIsToldInWords(body: String, words: String) async throws {
        try await TestStation.run { station in
            let problem = try await station.client.post("/api/v1/leases", body).problem()
            #expect(problem.status == 400)
            #expect(problem.detail?.contains(words) == true, "\(problem.detail ?? "")")
        }
    }

    @Test(arguments: [
        ("ports", #"{"ports":["../x"],"for":"a","reason":"r"}"#),
        ("resources", #"{"ports":["A"],"for":"a","reason":"r","resources":["a b"]}"#),
        ("for", #"{"ports":["A"],"for":" ","reason":"r"}"#), ("reason", #"{"ports":["A"],"for":"a","reason":"x\ny"}"#),
        ("priority", #"{"ports":["A"],"for":"a","reason":"r","priority":101}"#),
        ("termMs", #"{"ports":["A"],"for":"a","reason":"r","termMs":0}"#),
        ("heartbeatMs", #"{"ports":["A"],"for":"a","reason":"r","heartbeatMs":999}"#),
        ("waitMs", #"{"ports":["A"],"for":"a","reason":"r","waitMs":-1}"#),
        ("until", #"{"ports":["A"],"for":"a","reason":"r","until":"noon"}"#),
    ])
    func aValueThatCannotBeIsNamed(key: String, body: String) async throws {
        try await TestStation.run { station in
            let problem = try await station.client.post("/api/v1/leases", body).problem()
            #expect(problem.status == 422)
            #expect(problem.detail?.contains("'\(key)'") == true)
            #expect(await station.leases.orders.isEmpty)
        }
    }

    @Test(arguments: [
        ("GET", "/api/v1/leases/short", 400), ("GET", "/api/v1/leases/run-short", 400),
        ("GET", "/api/v1/leases/01J00000000000000000000099", 404),
        ("DELETE", "/api/v1/leases/01J00000000000000000000099", 404), ("PUT", "/api/v1/leases", 405),
        ("POST", "/api/v1/leases/01J00000000000000000000099", 405), ("GET", "/api/v1/ports/A/release", 405),
        ("POST", "/api/v1/ports/A/quarantine", 415), ("POST", "/api/v1/ports/.x/release", 400),
        ("PATCH", "/api/v1/leases/01J00000000000000000000099", 415),
    ])
    func whatCannotBeAnsweredIsAProblem(method: String, path: String, status: Int) async throws {
        try await TestStation.run { station in
            let problem = try await station.client.send(method, path).problem()
            #expect(problem.status == status)
            #expect(problem.detail?.isEmpty == false)
            // A person at a command line has typed no path.
            #expect(problem.detail?.contains("in the path") == false)
        }
    }

    @Test func aPageOfAnotherSiteMayNotTakeOrRelease() async throws {
        try await TestStation.run { station in
            let origin = [("Origin", "http://evil.example")]
            for (method, path) in [("POST", "/api/v1/ports/A/release"), ("DELETE", "/api/v1/ports/A")] {
                let answer = try await station.client.send(method, path, headers: origin)
                #expect(answer.status == 403)
            }
            let taken = try await station.client.post("/api/v1/leases", Self.take, headers: origin)
            #expect(taken.status == 403)
            #expect(await station.leases.orders.isEmpty)
        }
    }

    @Test func theSnapshotAndThePortShowTheLease() async throws {
        try await TestStation.run { station in
            let lease = Sample.lease(.held(since: Sample.time))
            await station.hub.consume(
                Sample.numbered([
                    .portStatusChanged(Sample.port("FT7DEMO1-A", .reserved, lease: lease.id, leaseOwner: "ann")),
                    .leaseChanged(lease),
                ]))
            let snapshot = try await station.client.get("/api/v1/snapshot").json(API.Snapshot.self)
            #expect(snapshot.leases.map(\.id) == [lease.id])
            let port = try await station.client.get("/api/v1/ports/FT7DEMO1-A").json(API.Port.self)
            #expect(port.leaseId == lease.id && port.leaseOwner == "ann" && port.status == .reserved)
            var ended = lease
            ended.state = .ended(at: Sample.time, reason: "r")
            await station.hub.consume(Sample.numbered([.leaseChanged(ended)], from: 3))
            #expect(try await station.client.get("/api/v1/snapshot").json(API.Snapshot.self).leases.isEmpty)
        }
    }
}
