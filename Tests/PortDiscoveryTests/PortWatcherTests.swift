import PortDiscovery
import RigModel
import Testing

@Suite(.timeLimit(.minutes(3))) struct PortWatcherTests {
    @Test func handsOnChangesInOrderAfterTheSourcesWarnings() async throws {
        let adapter = FakeAdapter(channels: 2)
        let source = FakeSource(present: adapter.ttys, warnings: ["deaf"])
        for event in adapter.removed.reversed() { source.push(event) }
        await source.close()
        let watcher = PortWatcher(source)
        let log = Log()
        try await watcher.run { await log.append($0) }
        #expect(
            await log.batches.map(\.brief) == [
                ["!"], ["+FT7ABCDE-A#1", "+FT7ABCDE-B#1"], ["-FT7ABCDE-B#1 unplugged"], ["-FT7ABCDE-A#1 unplugged"],
            ])
        #expect(await watcher.ports.isEmpty)
    }

    @Test func allThatIsWrongIsToldAtEachChangeAndWhatIsNewOfItIsAWarning() async throws {
        let source = FakeSource()
        for troubles in [["a"], ["a", "b"], [], ["a"]] { source.push(.troubles(troubles)) }
        await source.close()
        let (log, told) = (Log(), AsyncStream<[String]>.makeStream())
        try await PortWatcher(source).run(onTroubles: { told.continuation.yield($0) }) { await log.append($0) }
        told.continuation.finish()
        #expect(await told.stream.reduce(into: []) { $0.append($1) } == [["a"], ["a", "b"], [], ["a"]])
        #expect(await log.batches.map(\.warnings) == [["a"], ["b"], ["a"]])
    }

    @Test func theNextEventWaitsUntilTheLastHasBeenHandled() async throws {
        let source = FakeSource(present: [])
        for event in FakeAdapter().added { source.push(event) }
        await source.close()
        let log = Log()
        try await PortWatcher(source).run { changes in
            await log.enter()
            await Task.yield()
            await log.append(changes)
            await log.leave()
        }
        #expect(await log.mostAtOnce == 1)
        #expect(await log.batches.count == 4)
    }

    @Test func cancellingItClosesTheSourceAndReturns() async throws {
        let source = FakeSource(present: FakeAdapter().ttys)
        let watcher = PortWatcher(source)
        let (began, begin) = AsyncStream<Void>.makeStream()
        let running = Task { try await watcher.run { _ in begin.yield() } }
        for await _ in began { break }
        running.cancel()
        try await running.value
        #expect(try await source.next() == nil)
        #expect(await watcher.ports.count == 4)
    }

    @Test func anErrorOfTheSourceEndsIt() async {
        await #expect(throws: DiscoveryError.monitorBroken(errno: 9)) {
            try await PortWatcher(BrokenSource()).run { _ in }
        }
    }
}

private struct BrokenSource: DeviceSource {
    var warnings: [String] { [] }
    func next() async throws(DiscoveryError) -> DeviceEvent? { throw .monitorBroken(errno: 9) }
    func close() async {}
}

private actor Log {
    private(set) var batches: [[PortChange]] = []
    private(set) var mostAtOnce = 0
    private var inside = 0

    func append(_ changes: [PortChange]) { batches.append(changes) }
    func enter() {
        inside += 1
        mostAtOnce = max(mostAtOnce, inside)
    }
    func leave() { inside -= 1 }
}
