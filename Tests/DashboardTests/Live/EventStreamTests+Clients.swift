import NIOCore
import RigModel
import ServiceLifecycle
import Testing
@testable import Dashboard

/// Clients that leave, are slow, or are too many.
extension EventStreamTests {
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
