import RigModel
import Testing

@testable import Dashboard

/// What goes wrong is a problem that says what to do, on every path.
@Suite(.timeLimit(.minutes(1))) struct ProblemTests {
    @Test(arguments: [
        ("GET", "/api/v1/nope", 404), ("GET", "/api", 404), ("GET", "/api/v1", 404), ("GET", "/nope", 404),
        ("GET", "/api/v2/status", 404), ("GET", "/api/v1/ports/", 400), ("POST", "/nope", 404),
        ("GET", "/api/v1/ports/absent", 404), ("GET", "/api/v1/bibs/absent", 404),
        ("GET", "/api/v1/bibs/absent/plan", 404), ("GET", "/api/v1/executions/01J00000000000000000000099", 404),
        ("GET", "/api/v1/executions/short", 400), ("GET", "/api/v1/executions/01j00000000000000000000099", 400),
        ("GET", "/api/v1/bibs/.hidden", 400), ("GET", "/api/v1/bibs/a%2Fb", 400), ("GET", "/api/v1/bibs/%zz", 400),
        ("GET", "/api/v1/logs/client_demo/a@b@c", 400), ("GET", "/api/v1/logs/client_demo/absent", 404),
        ("GET", "/api/v1/logs/absent", 404),
        ("GET", "/api/v1/logs/client_demo/production_uut/01J00000000000000000000099", 404),
        ("GET", "/api/v1/executions?limit=0", 400), ("GET", "/api/v1/executions?limit=x", 400),
        ("GET", "/api/v1/executions?cursor=x", 400),
        ("GET", "/api/v1/executions?cursor=2.abc", 400), ("PUT", "/api/v1/executions/short", 405),
        ("GET", "/api/v1/executions?state=done", 400), ("GET", "/api/v1/executions?verdict=pass", 400),
        ("GET", "/api/v1/executions?from=yesterday", 400), ("GET", "/api/v1/executions?bib=../x", 400),
        ("GET", "/api/v1/executions?verdikt=FAIL", 400), ("GET", "/api/v1/executions?limit=1&limit=2", 400),
        ("GET", "/api/v1/status?x=1", 400), ("GET", "/api/v1/metrics?window=forever", 400),
        ("GET", "/api/v1/logs/client_demo/production_uut?tail=-1", 400),
        ("GET", "/api/v1/events?topics=steps,everything", 400), ("GET", "/api/v1/events?level=LOUD", 400),
        ("GET", "/api/v1/events?after=now", 400), ("PUT", "/api/v1/status", 405), ("DELETE", "/api/v1/ports", 405),
        ("POST", "/api/v1/executions/01J00000000000000000000001", 405), ("PURGE", "/api/v1/status", 405),
        ("POST", "/index.html", 405), ("POST", "/healthz", 405),
    ])
    func whatCannotBeAnsweredIsAProblem(method: String, path: String, status: Int) async throws {
        try await TestStation.run { station in
            let answer = try await station.client.send(method, path)
            let problem = try answer.problem()
            #expect(problem.status == status)
            #expect(problem.detail?.isEmpty == false)
            #expect(problem.instance.map { path.hasPrefix($0) } == true)
            #expect(answer.header("x-content-type-options") == "nosniff")
        }
    }

    @Test func theWrongMethodIsToldTheRightOnes() async throws {
        try await TestStation.run { station in
            #expect(try await station.client.send("PUT", "/api/v1/status").header("allow") == "GET, HEAD, OPTIONS")
            let executions = try await station.client.send("PATCH", "/api/executions")
            #expect(executions.header("allow") == "GET, HEAD, OPTIONS, POST")
            let options = try await station.client.send("OPTIONS", "/api/v1/executions")
            #expect(options.status == 204 && options.header("allow") == "GET, HEAD, OPTIONS, POST")
            #expect(try await station.client.send("OPTIONS", "*").status == 204)
            #expect(try await station.client.send("OPTIONS", "/").header("allow") == "GET, HEAD, OPTIONS")
        }
    }

    @Test func headIsGetWithoutTheBody() async throws {
        try await TestStation.run { station in
            for path in ["/api/v1/bibs", "/", "/api/v1/logs/client_demo/production_uut/latest", "/api/v1/absent"] {
                let get = try await station.client.get(path)
                let head = try await station.client.send("HEAD", path)
                #expect(head.status == get.status)
                #expect(head.body.isEmpty)
                #expect(head.header("content-length") == "\(get.body.count)")
            }
            // Without opening a stream.
            let events = try await station.client.send("HEAD", "/api/v1/events")
            #expect(events.status == 200 && events.header("content-type") == "text/event-stream")
            #expect(await station.hub.clientCount == 0)
        }
    }

    @Test(arguments: [
        ("{", 400, "JSON"), ("[]", 400, "bibId"), ("{}", 400, "bibId"), (#"{"bibId":7}"#, 400, "bibId"),
        (#"{"bibId":"x","uutId":{}}"#, 400, "uutId"), (#"{"bibId":"x","uut":"y"}"#, 422, "'uut'"),
        (#"{"bibId":"../x"}"#, 422, "bibId"), (#"{"bibId":"x","uutId":"a/b"}"#, 422, "uutId"),
        (#"{"bibId":"x","boardId":""}"#, 422, "boardId"), ("\u{ff}\u{0}", 400, "JSON"),
    ])
    func aBadBodyIsToldItsKey(body: String, status: Int, names: String) async throws {
        try await TestStation.run { station in
            let problem = try await station.client.post("/api/v1/executions", body).problem()
            #expect(problem.status == status)
            #expect(problem.detail?.contains(names) == true)
            #expect(await station.runs.orders.isEmpty)
        }
    }

    @Test func aBodyMustBeJSONAndSmall() async throws {
        try await TestStation.run { (station) async throws in
            let body = #"{"bibId":"client_demo"}"#
            #expect(try await station.client.send("POST", "/api/v1/executions", body: body).problem().status == 415)
            let form = [("Content-Type", "text/plain")]
            #expect(
                try await station.client.send("POST", "/api/v1/executions", headers: form, body: body).problem().status
                    == 415)
            let large = #"{"bibId":""# + String(repeating: "x", count: 100_000) + #""}"#
            #expect(try await station.client.post("/api/v1/executions", large).problem().status == 413)
            #expect(try await station.client.post("/api/v1/executions", "").problem().status == 400)
        }
    }

    @Test(arguments: [
        (RunRefusal.unknownBIB("x", known: ["client_demo"]), 422), (.unknownUUT("u", "x", known: []), 422),
        (.unknownBoard("b", "x", present: []), 422), (.noBoard("x"), 409), (.invalidPlan("x", errors: ["e"]), 409),
        (.missingPorts("u", "x", [Sample.portPlan("ctl", .a)]), 409), (.stopping, 503),
    ])
    func aRefusalSaysWhy(refusal: RunRefusal, status: Int) async throws {
        try await TestStation.run { station in
            await station.runs.refuse(refusal)
            let answer = try await station.client.post("/api/v1/executions", #"{"bibId":"x"}"#)
            let problem = try answer.problem()
            #expect(problem.status == status)
            #expect(problem.detail == refusal.description)
            #expect(problem.type == refusal.problemType)
            #expect((answer.header("retry-after") != nil) == (status == 503))
        }
    }

    @Test func anotherSitesNameIsRefused() async throws {
        try await TestStation.run { station in
            let rebound = try await station.client.send("GET", "/api/v1/status", host: "evil.example")
            #expect(try rebound.problem().status == 421)
            #expect(try rebound.problem().detail?.contains("rig.yaml: http: { hosts: [...] }") == true)
            #expect(try await station.client.send("GET", "/", host: "evil.example:8080").problem().status == 421)
            #expect(try await station.client.send("GET", "/api/v1/status", host: "localhost").status == 200)
            #expect(try await station.client.send("GET", "/api/v1/status", host: "").problem().status == 400)
        }
    }

    @Test func anotherSitesPageMayNotStartRuns() async throws {
        try await TestStation.run { station in
            let body = #"{"bibId":"client_demo"}"#
            for origin in ["http://evil.example", "null"] {
                let answer = try await station.client.post("/api/v1/executions", body, headers: [("Origin", origin)])
                #expect(try answer.problem().status == 403)
            }
            #expect(await station.runs.orders.isEmpty)
            let own = try await station.client.post(
                "/api/v1/executions", body, headers: [("Origin", "http://\(station.address)")])
            #expect(own.status == 202)
        }
    }

    @Test func aFailureInsideSaysNothingOfTheInside() async throws {
        try await TestStation.run { station in
            await station.archive.breakDown()
            for path in ["executions", "metrics", "executions/01J00000000000000000000001"] {
                let problem = try await station.client.get("/api/v1/\(path)").problem()
                #expect(problem.status == 500)
                #expect(problem.detail?.contains("Broken") == false)
            }
            // What happens now is shown all the same.
            let snapshot = try await station.client.get("/api/v1/snapshot").json(API.Snapshot.self)
            #expect(snapshot.metrics.n == 0 && snapshot.metrics.successRate == nil)
        }
    }
}
