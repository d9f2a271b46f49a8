import RigModel
import Testing

@testable import Dashboard

/// Every route over a socket: what it answers when all is well.
@Suite(.timeLimit(.minutes(1))) struct RouteTests {
    private static let run = Sample.request()
    private func fill(_ station: TestStation) async {
        await station.hub.consume(
            Sample.numbered([
                .serviceStatusChanged(ServiceStatus(state: .running)),
                .portStatusChanged(Sample.port("FT7DEMO1-A", .inUse)), .portStatusChanged(Sample.port("FT7DEMO1-B")),
                .executionQueued(Sample.request(2, uut: "other"), waitingFor: ["FT7DEMO1-B"]),
                .executionStarted(Self.run, at: Sample.time), .phaseStarted(Sample.phase(Self.run, .start, ["reset"])),
            ]))
        for number in 10...14 {
            let request = Sample.request(number)
            await station.archive.add(
                Sample.result(request, number == 12 ? .fail : .pass), steps: [Sample.step(request, .start, 0)])
        }
    }

    @Test(arguments: ["/api/v1/", "/api/"]) func statusPortsAndBIBs(base: String) async throws {
        try await TestStation.run { station in
            await fill(station)
            let status = try await station.client.get(base + "status")
            #expect(status.header("content-type") == "application/json")
            #expect(try status.json(API.Status.self).status == .running)
            let ports = try await station.client.get(base + "ports").json(API.Ports.self)
            #expect(ports.total == 2 && ports.inUse == 1 && ports.available == 1)
            let port = try await station.client.get(base + "ports/FT7DEMO1-B").json(API.Port.self)
            #expect(port.portName == "/dev/ttyUSB0")
            let bibs = try await station.client.get(base + "bibs").json(API.BIBs.self)
            #expect(bibs.bibs.map(\.valid) == [true, false])
            #expect(bibs.unusedBoards.map(\.stanza) == ["version: 1\n"])
            #expect(
                try await station.client.get(base + "bibs/client_demo").json(API.BIB.self).uuts == ["production_uut"])
            let plan = try await station.client.get(base + "bibs/client_demo/plan")
            #expect(plan.text == FakeBench.text)
            #expect(plan.header("content-type") == "application/yaml; charset=utf-8")
        }
    }

    @Test func executionsAreListedAndPaged() async throws {
        try await TestStation.run { station in
            await fill(station)
            func list(_ query: String) async throws -> API.Executions {
                try await station.client.get("/api/v1/executions\(query)").json(API.Executions.self)
            }
            let all = try await list("")
            #expect(all.active.map(\.executionId) == [Self.run.id])
            #expect(all.queued.map(\.waitingFor) == [["FT7DEMO1-B"]])
            #expect(all.recent.map(\.executionId) == [14, 13, 12, 11, 10].map(Sample.execution))
            let page = try await list("?limit=2")
            let next = try await list("?limit=2&cursor=\(try #require(page.nextCursor))")
            #expect((page.recent + next.recent).map(\.executionId) == [14, 13, 12, 11].map(Sample.execution))
            #expect(try await list("?state=active").recent.isEmpty)
            #expect(try await list("?state=queued").active.isEmpty)
            #expect(try await list("?state=completed").queued.isEmpty)
            #expect(try await list("?verdict=FAIL").recent.map(\.verdict) == [.fail])
            #expect(try await list("?verdict=FAIL").active.isEmpty)
            #expect(try await list("?bib=elsewhere").active.isEmpty)
            #expect(try await list("?uut=other").queued.count == 1)
            #expect(try await list("?uut=other").active.isEmpty)
            _ = try await list("?from=2026-09-01T14:00:00%2B02:00&to=2026-09-01T15:00:00+02:00&uut=u@FT7DEMO1")
            let filter = try #require(await station.archive.filters.last)
            #expect(filter.from == Sample.time)
            #expect(filter.to == Sample.time.advanced(by: .seconds(3_600)))
            #expect(filter.uut == "u@FT7DEMO1")
        }
    }

    @Test(arguments: [true, false])
    func aRunThatEndsWhileRunsAreListedIsListedOnce(isBeforeTheLook: Bool) async throws {
        try await TestStation.run { station in
            await station.hub.consume(Sample.numbered([.executionStarted(Self.run, at: Sample.time)]))
            let (archive, hub) = (station.archive, station.hub)
            @Sendable func end() async {
                let result = Sample.result(Self.run)
                await archive.add(result)
                await hub.consume(Sample.numbered([.executionCompleted(result)], from: 2))
            }
            if isBeforeTheLook {
                await archive.duringListing(before: end)
            } else {
                await archive.duringListing(after: end)
            }
            let all = try await station.client.get("/api/v1/executions").json(API.Executions.self)
            #expect(all.recent.count == (isBeforeTheLook ? 1 : 0))
            #expect(all.active.count == (isBeforeTheLook ? 0 : 1))
        }
    }

    @Test func oneExecutionHasItsStepsAndBytes() async throws {
        try await TestStation.run { station in
            await fill(station)
            let answer = try await station.client.get("/api/v1/executions/\(Sample.execution(12))")
            let details = try answer.json(API.ExecutionDetails.self)
            #expect(details.state == "completed")
            #expect(details.result?.verdict == .fail)
            #expect(details.steps[0].attempts[0].received == "OK\\r\\n")
        }
    }

    @Test func startingQueuesRunsAndSaysWhere() async throws {
        try await TestStation.run { station in
            let answer = try await station.client.post("/api/v1/executions", #"{"bibId":"client_demo","uutId":"u@B1"}"#)
            #expect(answer.status == 202)
            let started = try answer.json(API.StartedExecutions.self)
            #expect(answer.header("location") == "/api/v1/executions/\(started.executions[0].executionId)")
            #expect(await station.runs.orders == [RunOrder(bib: "client_demo", uut: "u@B1", origin: "api")])
        }
    }

    @Test func anIdempotencyKeyStartsOnce() async throws {
        try await TestStation.run { station in
            func post(_ body: String) async throws -> RawResponse {
                try await station.client.post("/api/executions", body, headers: [("Idempotency-Key", "abc")])
            }
            let first = try await post(#"{"bibId":"client_demo"}"#)
            let second = try await post(#"{"bibId":"client_demo"}"#)
            #expect(first.body == second.body && first.status == 202)
            #expect(first.header("location") == second.header("location"))
            #expect(await station.runs.orders.count == 1)
            #expect(try await post(#"{"bibId":"other"}"#).problem().status == 422)
        }
    }

    @Test func abortingAsksTheRunToStop() async throws {
        try await TestStation.run { station in
            let id = Sample.execution(1)
            let answer = try await station.client.send("DELETE", "/api/v1/executions/\(id)?reason=too%20hot")
            #expect(answer.status == 202)
            #expect(await station.runs.aborted == [id: "too hot"])
            await station.runs.end(id)
            let again = try await station.client.send("DELETE", "/api/v1/executions/\(id)")
            #expect(try again.problem().status == 409)
        }
    }

    @Test func abortingARunThatOnlyTheStoreKnowsSaysThatItHasEnded() async throws {
        try await TestStation.run { station in
            let id = Sample.execution(1)
            await station.runs.refuse(.unknownExecution(id))
            let unknown = try await station.client.send("DELETE", "/api/v1/executions/\(id)")
            #expect(try unknown.problem().status == 404)
            await station.archive.add(Sample.result(Self.run))
            let ended = try await station.client.send("DELETE", "/api/v1/executions/\(id)").problem()
            #expect(ended.status == 409 && ended.detail == RunRefusal.alreadyEnded(id).description)
        }
    }

    @Test func metricsLookBackAsFarAsAsked() async throws {
        try await TestStation.run { station in
            await fill(station)
            let metrics = try await station.client.get("/api/v1/metrics?window=30m").json(API.Metrics.self)
            #expect(metrics.n == 5 && metrics.successRate == 0.8 && metrics.window == "30m")
            #expect(metrics.memoryUsageMB > 1)
        }
    }

    @Test func aSnapshotIsOneAnswerWithATagThatNamesItsPosition() async throws {
        try await TestStation.run { station in
            await fill(station)
            let answer = try await station.client.get("/api/v1/snapshot")
            let snapshot = try answer.json(API.Snapshot.self)
            #expect(snapshot.position == "e1-6")
            #expect(snapshot.ports.total == 2 && snapshot.executions.active[0].step == "reset")
            let tag = try #require(answer.header("etag"))
            let same = try await station.client.get("/api/v1/snapshot", headers: [("If-None-Match", tag)])
            #expect(same.status == 304 && same.body.isEmpty)
            await station.hub.consume(Sample.numbered([.portForgotten("FT7DEMO1-B")], from: 7))
            let other = try await station.client.get("/api/v1/snapshot", headers: [("If-None-Match", tag)])
            #expect(try other.json(API.Snapshot.self).ports.total == 1)
        }
    }

    @Test func probesSayWhetherTheServiceIsReady() async throws {
        try await TestStation.run { station in
            #expect(try await station.client.get("/healthz").status == 200)
            #expect(try await station.client.get("/readyz").status == 503)
            await fill(station)
            #expect(try await station.client.get("/readyz").status == 200)
            let failed = ServiceStatus(state: .error, reasons: ["the store cannot be written"])
            await station.hub.consume(Sample.numbered([.serviceStatusChanged(failed)], from: 7))
            let answer = try await station.client.get("/readyz")
            #expect(answer.status == 503)
            #expect(answer.text.contains("the store cannot be written"))
        }
    }

    @Test func textOfAUnitIsOnlyEverText() async throws {
        try await TestStation.run { station in
            let evil = "<script>alert(1)</script>\"\\ \u{2028}"
            let request = Sample.request()
            await station.hub.consume(
                Sample.numbered([
                    .logLine(Sample.line(request, evil)), .portStatusChanged(Sample.port(lastError: evil)),
                ]))
            let answer = try await station.client.get("/api/v1/snapshot")
            #expect(answer.header("content-type") == "application/json")
            #expect(answer.header("x-content-type-options") == "nosniff")
            let snapshot = try answer.json(API.Snapshot.self)
            #expect(snapshot.ports.ports[0].lastError == evil)
            #expect(snapshot.logTail[0].text.hasPrefix("<script>alert(1)</script>\""))
        }
    }

    @Test func twoClientsAtOnceGetWhatIsTheirs() async throws {
        try await TestStation.run { station in
            await fill(station)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in ["FT7DEMO1-A", "FT7DEMO1-B"] {
                    group.addTask {
                        for _ in 1...25 {
                            let port = try await station.client.get("/api/v1/ports/\(id)").json(API.Port.self)
                            #expect(port.id.rawValue == id)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
