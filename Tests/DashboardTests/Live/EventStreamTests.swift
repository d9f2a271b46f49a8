import NIOCore
import RigModel
import ServiceLifecycle
import Testing

@testable import Dashboard

/// The event stream over a socket, as a browser has it.
@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
    private let request = Sample.request()
    /// A whole run with log lines in between.
    private var run: [RigEvent] {
        [
            .executionQueued(request, waitingFor: []), .executionStarted(request, at: Sample.time),
            .logLine(Sample.line(request, "one")), .logLine(Sample.line(request, "two")),
            .phaseStarted(Sample.phase(request, .start, ["reset"])), .logLine(Sample.line(request, "three")),
            .stepCompleted(Sample.step(request, .start, 0)), .executionCompleted(Sample.result(request)),
        ]
    }
    private func steps(_ numbers: ClosedRange<UInt64>, size: Int = 8) -> [NumberedEvent] {
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

    @Test func aClientThatLeavesIsForgottenAtOnce() async throws {
        try await TestStation.run { station in
            try await station.client.events { stream in
                _ = try await stream.readHead()
                try await station.waitForClients(1)
            }
            // With no event to notice it by.
            try await station.waitForClients(0)
        }
    }

    @Test func oneStreamTooManyIsToldToComeBack() async throws {
        var limits = EventLimits()
        limits.clients = 2
        try await TestStation.run(limits: limits) { station in
            let client = station.client
            try await client.events { first in
                _ = try await first.readHead()
                try await client.events { (second) async throws in
                    _ = try await second.readHead()
                    try await station.waitForClients(2)
                    let answer = try await client.get("/api/v1/events")
                    #expect(try answer.problem().status == 503)
                    #expect(answer.header("retry-after") == "5")
                }
            }
            try await station.waitForClients(0)
            let head = try await client.events { try await $0.readHead() }
            #expect(head.contains("200"))
        }
    }

    @Test func aSlowReaderDisturbsNobodyAndIsToldWhatItMissed() async throws {
        var limits = EventLimits()
        limits.queue.messages = 200
        try await TestStation.run(limits: limits) { station in
            let total = UInt64(2_000)
            let reluctant = RawClient(address: station.address, receiveBuffer: 4_096)
            try await reluctant.events { slow in
                // It reads no further than this; what follows fills its socket, then its queue, which overflows.
                _ = try await slow.readHead()
                try await station.client.events { fast in
                    try await station.waitForClients(2)
                    var seen: [UInt64] = []
                    for first in stride(from: UInt64(1), through: total, by: 100) {
                        await station.hub.consume(steps(first...first + 99, size: 1_000))
                        while seen.last != first + 99 {
                            seen.append(try #require(try await fast.next("StepCompleted").sequence))
                        }
                    }
                    #expect(seen == Array(1...total))
                }
                var (last, dropped, resets) = (UInt64(0), 0, 0)
                while last < total, let message = try await slow.next() {
                    if message.name == "gap" { dropped += try message.json(API.Gap.self).dropped }
                    if message.name == "reset" { resets += 1 }
                    let sequence = message.sequence ?? last
                    #expect(sequence >= last)
                    last = sequence
                }
                #expect(dropped > 0 && resets > 0)
                #expect(last == total)
            }
        }
    }

    @Test func aLongAbsenceIsCaughtUpWhole() async throws {
        var limits = EventLimits()
        limits.queue.messages = 50
        try await TestStation.run(limits: limits) { station in
            await station.hub.consume(steps(1...1_000))
            try await station.client.events("?after=e1-100") { stream in
                try await station.waitForClients(1)
                // What comes meanwhile follows behind.
                await station.hub.consume(steps(1_001...1_010))
                var sequences: [UInt64] = []
                while sequences.last != 1_010 {
                    sequences.append(try #require(try await stream.next("StepCompleted", "gap").sequence))
                }
                #expect(sequences == Array(101...1_010))
            }
        }
    }

    @Test func aStalledClientIsCutOff() async throws {
        var limits = EventLimits()
        limits.heartbeat = .milliseconds(50)
        limits.stall = .milliseconds(200)
        try await TestStation.run(limits: limits) { station in
            try await RawClient(address: station.address, receiveBuffer: 4_096).events { stalled in
                _ = try await stalled.readHead()
                try await station.waitForClients(1)
                var next = UInt64(1)
                while await station.hub.clientCount > 0 {
                    await station.hub.consume(steps(next...next + 99, size: 1_000))
                    next += 100
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        }
    }

    @Test func shutdownSaysByeAndDoesNotWaitForTheStalled() async throws {
        var asked = ContinuousClock.now
        try await TestStation.run { station in
            let client = station.client
            try await RawClient(address: station.address, receiveBuffer: 4_096).withConnection { _, outbound in
                // Never reads a byte.
                try await outbound.write(RawClient.request("GET", "/api/v1/events", [], "", host: "localhost"))
                try await client.events { live in
                    try await station.waitForClients(2)
                    for first in stride(from: UInt64(1), through: 1_000, by: 100) {
                        await station.hub.consume(steps(first...first + 99, size: 1_000))
                        while try await live.next("StepCompleted").sequence != first + 99 {}
                    }
                    asked = .now
                    await station.group.triggerGracefulShutdown()
                    #expect(try await live.next("bye").json(API.Notice.self).reason == "the service is stopping")
                    while try await live.next() != nil {}
                    #expect(live.hasEnded)
                    // A whole run of tests beside it takes its part of this.
                    #expect(asked.duration(to: .now) < .seconds(5))
                }
                while await station.hub.clientCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
                #expect(asked.duration(to: .now) < .seconds(8))
            }
        }
        #expect(asked.duration(to: .now) < .seconds(9))
    }
}
