import NIOCore
import RigModel
import ServiceLifecycle
import Testing

@testable import Dashboard

/// The event stream over a socket, as a browser has it.
@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
    let request = Sample.request()
    /// A whole run with log lines in between.
    var run: [RigEvent] {
        [
            .executionQueued(request, waitingFor: []), .executionStarted(request, at: Sample.time),
            .logLine(Sample.line(request, "one")), .logLine(Sample.line(request, "two")),
            .phaseStarted(Sample.phase(request, .start, ["reset"])), .logLine(Sample.line(request, "three")),
            .stepCompleted(Sample.step(request, .start, 0)), .executionCompleted(Sample.result(request)),
        ]
    }
    func steps(_ numbers: ClosedRange<UInt64>, size: Int = 8) -> [NumberedEvent] {
        numbers.map { number in
            let step = Sample.step(
                request, .test, Int(number), ordinal: Int(number), received: Array(repeating: 0x41, count: size))
            return NumberedEvent(sequence: number, at: Sample.time, event: .stepCompleted(step))
        }
    }

    @Test func everyEventComesInOrderWithItsID() async throws {
        try await TestStation.run { station in
            try await station.client.events { stream in
                let head = try await stream.readHead().lowercased()
                #expect(head.hasPrefix("http/1.1 200"))
                #expect(head.contains("content-type: text/event-stream"))
                #expect(head.contains("cache-control: no-store") && head.contains("x-accel-buffering: no"))
                try await station.waitForClients(1)
                await station.hub.consume(Sample.numbered(run))
                var names: [String] = []
                var ids: [String?] = []
                while names.last != "ExecutionCompleted", let message = try await stream.next() {
                    // What the server says by itself, from time to time, has no id.
                    if message.id == nil { continue }
                    names.append(message.name)
                    ids.append(message.id)
                }
                #expect(
                    names == [
                        "ExecutionQueued", "ExecutionStarted", "LogMessage", "PhaseStarted", "LogMessage",
                        "StepCompleted", "ExecutionCompleted",
                    ])
                #expect(ids == ["e1-1", "e1-2", "e1-4", "e1-5", "e1-6", "e1-7", "e1-8"])
            }
        }
    }

    @Test func eventsAreTheShapesOfTheAPI() async throws {
        try await TestStation.run { station in
            await station.hub.consume(Sample.numbered([.portStatusChanged(Sample.port())]))
            try await station.client.events("?after=e1-0") { stream in
                #expect(try await stream.next("PortStatusChanged").json(API.Port.self).forgotten == nil)
                await station.hub.consume(
                    Sample.numbered(
                        [.serviceStatusChanged(ServiceStatus(state: .running)), .planChanged(Sample.plan())] + run
                            + [.portForgotten("FT7DEMO1-A"), .portForgotten("unheard-of")], from: 2))
                #expect(try await stream.next("ServiceStatusChanged").json(API.Status.self).status == .running)
                #expect(try await stream.next("PlanChanged").json(API.BIB.self).bibId == "client_demo")
                #expect(try await stream.next("ExecutionQueued").json(API.QueuedExecution.self).stepCount == 6)
                #expect(try await stream.next("ExecutionStarted").json(API.ExecutionStarted.self).planHash == "abc")
                let lines = try await stream.next("LogMessage").json(API.LogBatch.self).lines
                #expect(lines.map(\.text) == ["one", "two"])
                #expect(try await stream.next("PhaseStarted").json(API.PhaseStarted.self).steps == ["reset"])
                #expect(try await stream.next("StepCompleted").json(API.Step.self).attempts.count == 1)
                #expect(try await stream.next("ExecutionCompleted").json(API.Execution.self).verdict == .pass)
                #expect(try await stream.next("PortStatusChanged").json(API.Port.self).forgotten == true)
            }
        }
    }

    @Test func theEndOfARunSaysWhetherTheStoreHasIt() async throws {
        try await TestStation.run { station in
            try await station.client.events("?after=e1-0") { stream in
                for (sequence, isStored) in [(UInt64(1), true), (2, false)] {
                    let end = RigEvent.executionCompleted(Sample.result(Sample.request(Int(sequence))))
                    await station.hub.consume([
                        NumberedEvent(sequence: sequence, at: Sample.time, event: end, isStored: isStored)
                    ])
                    let told = try await stream.next("ExecutionCompleted").json(API.Execution.self)
                    #expect(told.stored == isStored)
                }
            }
        }
    }

    @Test func linesAloneAreSentAMomentLater() async throws {
        try await TestStation.run { station in
            try await station.client.events { stream in
                try await station.waitForClients(1)
                for number in UInt64(1)...300 {
                    await station.hub.consume(
                        Sample.numbered([.logLine(Sample.line(request, "\(number)"))], from: number))
                }
                var batches: [Int] = []
                while batches.reduce(0, +) < 300 {
                    batches.append(try await stream.next("LogMessage").json(API.LogBatch.self).lines.count)
                }
                #expect(batches.reduce(0, +) == 300)
                #expect(batches.allSatisfy { $0 <= 256 })
            }
        }
    }

    @Test(arguments: [true, false]) func comingBackGetsExactlyWhatWasMissed(byHeader: Bool) async throws {
        try await TestStation.run { (station) async throws in
            await station.hub.consume(steps(1...20))
            let client = station.client
            func back(to position: String) async throws -> [UInt64] {
                let (query, headers) =
                    byHeader ? ("?after=e1-1", [("Last-Event-ID", position)]) : ("?after=\(position)", [])
                return try await client.events(query, headers: headers) { stream in
                    var sequences: [UInt64] = []
                    while sequences.last != 20 {
                        sequences.append(try #require(try await stream.next("StepCompleted").sequence))
                    }
                    return sequences
                }
            }
            #expect(try await back(to: "e1-5") == Array(6...20))
            #expect(try await back(to: "e1-19") == [20])
            #expect(try await back(to: "e1-0") == Array(1...20))
        }
    }

    @Test func whatWasMissedIsToldStateByState() async throws {
        try await TestStation.run { station in
            let states = Array(repeating: RigEvent.portStatusChanged(Sample.port()), count: 200)
            await station.hub.consume(Sample.numbered(states, from: 1))
            try await station.client.events("?after=e1-0") { stream in
                for number in UInt64(1)...200 {
                    let told = try await stream.next("PortStatusChanged")
                    #expect(told.sequence == number)
                }
            }
        }
    }

    @Test(arguments: ["e0-5", "e1-500", "e1-2"]) func aPositionThatIsNotToBeHadIsAReset(position: String) async throws {
        var limits = EventLimits()
        limits.replayEvents = 10
        try await TestStation.run(limits: limits) { station in
            await station.hub.consume(steps(1...20))
            try await station.client.events("?after=\(position)") { stream in
                let reset = try #require(try await stream.next())
                #expect(reset.name == "reset" && reset.id == "e1-20")
                await station.hub.consume(steps(21...21))
                #expect(try await stream.next("StepCompleted").id == "e1-21")
            }
        }
    }

    @Test func anUnreadableHeaderIsAResetAndNotAnError() async throws {
        try await TestStation.run { station in
            try await station.client.events(headers: [("Last-Event-ID", "what")]) { (stream) async throws in
                #expect(try await stream.next()?.name == "reset")
            }
        }
    }

    @Test func nothingIsMissedBetweenASnapshotAndItsStream() async throws {
        try await TestStation.run { station in
            await station.hub.consume(steps(1...5))
            let snapshot = try await station.client.get("/api/v1/snapshot").json(API.Snapshot.self)
            await station.hub.consume(steps(6...9))
            try await station.client.events("?after=\(snapshot.position)") { stream in
                try await station.waitForClients(1)
                await station.hub.consume(steps(10...12))
                var sequences: [UInt64] = []
                while sequences.last != 12 {
                    sequences.append(try #require(try await stream.next("StepCompleted").sequence))
                }
                #expect(sequences == Array(6...12))
            }
        }
    }

    @Test func filtersRunOnTheServer() async throws {
        try await TestStation.run { station in
            try await station.client.events("?topics=executions,logs&uut=production_uut&level=WARN") { stream in
                try await station.waitForClients(1)
                let other = Sample.request(2, uut: "other")
                await station.hub.consume(
                    Sample.numbered([
                        .executionStarted(other, at: Sample.time), .logLine(Sample.line(request, "quiet")),
                        .stepCompleted(Sample.step(request, .test, 0)),
                        .logLine(Sample.line(request, "loud", severity: .warning)),
                        .executionCompleted(Sample.result(request)),
                    ]))
                let line = try #require(try await stream.next())
                #expect(try line.json(API.LogBatch.self).lines.map(\.text) == ["loud"])
                #expect(try await stream.next()?.id == "e1-5")
            }
        }
    }

    @Test func heartbeatsAndChangedFiguresCome() async throws {
        var limits = EventLimits()
        limits.heartbeat = .milliseconds(20)
        limits.metrics = .milliseconds(20)
        try await TestStation.run(limits: limits) { station in
            try await station.client.events { stream in
                let beat = try await stream.next("heartbeat")
                #expect(beat.id == nil)
                #expect(try beat.json(API.Heartbeat.self).time == "2026-09-01T12:00:03.000+00:00")
                #expect(try await stream.next("MetricsUpdated").json(API.Metrics.self).n == 0)
                await station.archive.add(Sample.result(request))
                while try await stream.next("MetricsUpdated").json(API.Metrics.self).n != 1 {}
            }
        }
    }

    @Test func figuresThatDoNotChangeAreNotSaidAgain() async throws {
        let hub = EventHub(station: Sample.facts, clocks: Sample.clocks)
        let subscription = await hub.subscribe(.everything, from: .now) {}
        let metrics = try await MetricsReader(
            archive: FakeArchive(), station: Sample.facts, clocks: Sample.clocks
        ).read(.standard)
        var later = metrics
        later.serviceUptimeSeconds += 2
        await hub.publish(metrics)
        #expect(await hub.take(subscription.id) != nil)
        await hub.publish(later)
        #expect(await hub.take(subscription.id) == nil)
        later.n += 1
        await hub.publish(later)
        #expect(await hub.take(subscription.id) != nil)
    }
}
