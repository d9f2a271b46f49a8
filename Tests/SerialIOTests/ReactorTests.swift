import Glibc
import Testing

@testable import SerialIO

@Suite(.timeLimit(.minutes(1))) struct ReactorTests {
    /// Something that lives on a reactor.
    private actor Resident {
        nonisolated let reactor: Reactor
        nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }
        private(set) var count = 0

        init(_ reactor: Reactor) { self.reactor = reactor }

        func increment() { count += 1 }

        func sleep(_ duration: Duration, _ token: WaitToken = WaitToken()) async -> Wakeup {
            await reactor.sleep(until: ContinuousClock.now.advanced(by: duration), token: token)
        }

        func sleepForEver(_ token: WaitToken) async -> Wakeup { await reactor.sleep(until: nil, token: token) }

        func wait(_ interest: Interest, _ fd: Int32, _ duration: Duration) async -> Wakeup {
            await reactor.wait(for: interest, on: fd, until: ContinuousClock.now.advanced(by: duration))
        }

        func register(_ fd: Int32) throws { try reactor.register(fd) }

        func deregister(_ fd: Int32) { reactor.deregister(fd) }

        func offload(_ duration: Duration, _ work: @escaping @Sendable () -> Int) async -> Int? {
            await reactor.offload(until: ContinuousClock.now.advanced(by: duration), work)
        }

        var isOnReactor: Bool { reactor.isOnThread }
    }

    @Test func itsActorsRunOnItsThreadAndNoCallFromElsewhereIsLost() async throws {
        let reactor = try Reactor(name: "test")
        defer { reactor.shutdown() }
        let resident = Resident(reactor)
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<500 { await resident.increment() } } }
        }
        #expect(await resident.count == 4000)
        #expect(await resident.isOnReactor)
        #expect(!reactor.isOnThread)
    }

    @Test func aTaskCanPreferItAsExecutor() async throws {
        try await withReactor { reactor in
            let inside = await withTaskExecutorPreference(reactor) { reactor.isOnThread }
            #expect(inside)
        }
    }

    @Test func sleepersWakeInTheOrderOfTheirDeadlines() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            let order = await withTaskGroup { group in
                for delay in [40, 10, 30, 20, 50] {
                    group.addTask {
                        _ = await resident.sleep(.milliseconds(delay))
                        return delay
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(order == [10, 20, 30, 40, 50])
        }
    }

    @Test func aTokenEndsASleepFromAnyThreadEvenBeforeItBegins() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            let late = WaitToken()
            async let sleeping = resident.sleepForEver(late)
            reactor.interrupt(late)
            #expect(await sleeping == .interrupted)
            let early = WaitToken()
            reactor.interrupt(early)
            #expect(await resident.sleepForEver(early) == .interrupted)
        }
    }

    @Test func cancellingATaskDoesNotEndItsWait() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            let task = Task { await resident.sleep(.milliseconds(50)) }
            task.cancel()
            #expect(await task.value == .deadline)
        }
    }

    @Test func bytesThatCameWhileNobodyWaitedAreNotForgotten() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            let pipe = try TestPipe()
            try await resident.register(pipe.reading)
            _ = write(pipe.writing, "x", 1)
            _ = await resident.sleep(.milliseconds(5))
            #expect(await resident.wait(.readable, pipe.reading, .seconds(10)) == .ready)
            #expect(
                await resident.wait(.readable, pipe.reading, .milliseconds(5)) == .deadline, "edge-triggered: told once"
            )
            _ = write(pipe.writing, "y", 1)
            #expect(await resident.wait(.readable, pipe.reading, .seconds(10)) == .ready)
            await resident.deregister(pipe.reading)
        }
    }

    @Test func roomToWriteIsSeenAndAFullPipeIsWaitedFor() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            let pipe = try TestPipe()
            try await resident.register(pipe.writing)
            #expect(await resident.wait(.writable, pipe.writing, .seconds(10)) == .ready)
            var page = [UInt8](repeating: 0, count: 65_536)
            while write(pipe.writing, page, page.count) > 0 {}
            #expect(await resident.wait(.writable, pipe.writing, .milliseconds(5)) == .deadline)
            while read(pipe.reading, &page, page.count) > 0 {}
            #expect(await resident.wait([.readable, .writable], pipe.writing, .seconds(10)) == .ready)
            await resident.deregister(pipe.writing)
        }
    }

    @Test func theOtherSidesEndIsToldOnceAndDoesNotSpin() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            let pipe = try TestPipe()
            try await resident.register(pipe.reading)
            pipe.closeWriting()
            #expect(await resident.wait(.readable, pipe.reading, .seconds(10)) == .hungUp)
            #expect(await resident.wait(.readable, pipe.reading, .milliseconds(5)) == .deadline)
            await resident.deregister(pipe.reading)
        }
    }

    @Test func deregisteringEndsTheWait() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            let pipe = try TestPipe()
            try await resident.register(pipe.reading)
            async let waiting = resident.wait(.readable, pipe.reading, .seconds(30))
            _ = await resident.sleep(.milliseconds(5))
            await resident.deregister(pipe.reading)
            #expect(await waiting == .interrupted)
        }
    }

    @Test func aPlainFileCannotBeWatched() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            let file = Descriptor(owning: open("/proc/self/status", O_RDONLY | O_CLOEXEC))
            let fd = file.raw
            await #expect(throws: ReactorError.cannotWatch(fd: fd, errno: EPERM)) { try await resident.register(fd) }
            _ = consume file
        }
    }

    @Test func aCallThatBlocksIsWaitedForOnlyUntilTheDeadline() async throws {
        try await withReactor { reactor in
            let resident = Resident(reactor)
            #expect(await resident.offload(.seconds(30)) { 7 } == 7)
            let pipe = try TestPipe()
            _ = fcntl(pipe.reading, F_SETFL, 0)
            let stuck = await resident.offload(.milliseconds(20), pipe.readOne)
            #expect(stuck == nil)
            pipe.closeWriting()
        }
    }

    @Test func shutdownEndsWaitsAndAStragglerStillRuns() async throws {
        let reactor = try Reactor(name: "short-lived")
        let resident = Resident(reactor)
        async let sleeping = resident.sleepForEver(WaitToken())
        _ = await resident.sleep(.milliseconds(5))
        reactor.shutdown()
        #expect(await sleeping == .interrupted)
        await resident.increment()
        #expect(await resident.count == 1)
        #expect(await resident.sleep(.seconds(30)) == .interrupted)
        reactor.shutdown()
    }
}
