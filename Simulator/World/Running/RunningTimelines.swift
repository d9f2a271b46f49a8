public import BoardModel

/// The timelines that happen to a bench: its own, and the scripts that were begun since, which can be stopped.
public actor RunningTimelines {
    /// Carries out one action of a timeline, and is asked for the next when it has returned. What takes its time and is to
    /// be brought to its end whatever becomes of the timeline, such as a plug that is out and has to come back, it hands
    /// over.
    public typealias Performance =
        @Sendable (BenchAction, _ later: @escaping @Sendable (@escaping Errand) -> Void) async -> Void
    public typealias Errand = @Sendable () async -> Void

    private enum Order: Sendable {
        case timeline(BenchTimeline, number: Int, stop: AsyncStream<Never>)
        case errand(Errand)
    }
    private struct Happening {
        /// nil: the bench's own.
        let name: String?
        /// Ends its sleep.
        let stop: AsyncStream<Never>.Continuation
        /// Whether it has been taken up, so that something of it may be under way.
        var isFollowed = false
        var isStopped = false
        /// Those who have stopped it, and wait until nothing of it is under way.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let orders: AsyncStream<Order>
    private let order: AsyncStream<Order>.Continuation
    private var all: [Int: Happening] = [:]
    private var count = 0

    public init() { (orders, order) = AsyncStream.makeStream() }

    /// What a script is known by: the name of its file, from whatever folder that was given.
    public static func name(ofFile path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// The scripts that happen now, in the order of their beginning; one that was begun twice is there twice.
    public var names: [String] { scripts.map(\.name) }

    private var scripts: [(number: Int, name: String)] {
        all.sorted { $0.key < $1.key }.compactMap { number, one in
            one.isStopped ? nil : one.name.map { (number, $0) }
        }
    }

    /// From now on it happens.
    /// - Parameter file: by whose name it is stopped; nil for the bench's own, which nobody stops.
    public func begin(_ timeline: BenchTimeline, as file: String?) {
        let (stop, stopping) = AsyncStream.makeStream(of: Never.self)
        count += 1
        all[count] = Happening(name: file.map(Self.name), stop: stopping)
        order.yield(.timeline(timeline, number: count, stop: stop))
    }

    /// Lets no more of a script happen, or of all. What has happened stays, and a plug that is out comes back.
    ///
    /// What is under way has happened when this returns; nothing comes after it.
    /// - Parameter file: a path or a name; nil: all.
    /// - Returns: what the caller should know: which were stopped.
    /// - Throws: `noScript` where there is nothing to stop.
    public func stop(_ file: String?) async throws(WorldError) -> String {
        let name = file.map(Self.name)
        let meant = scripts.filter { name == nil || $0.name == name }
        guard !meant.isEmpty else { throw .noScript(name, running: names) }
        for script in meant {
            all[script.number]?.isStopped = true
            all[script.number]?.stop.finish()
        }
        for script in meant where all[script.number]?.isFollowed == true {
            await withCheckedContinuation { all[script.number]?.waiting.append($0) }
        }
        let stopped = meant.map(\.name).joined(separator: ", ")
        return "stopped: \(stopped); what has happened stays as it is, and a board that a replug has out comes back"
    }

    /// Lets happen what was and is begun, until the task is cancelled. Once only.
    /// - Parameter scale: real seconds for one of a timeline's.
    public nonisolated func run(scale: Double, _ perform: @escaping Performance) async {
        await withDiscardingTaskGroup { group in
            for await order in orders {
                switch order {
                case .errand(let errand): group.addTask { await errand() }
                case .timeline(let timeline, let number, let stop):
                    group.addTask { await self.follow(timeline, number, stop, scale, perform) }
                }
            }
        }
    }

    private nonisolated func follow(
        _ timeline: BenchTimeline, _ number: Int, _ stop: AsyncStream<Never>, _ scale: Double,
        _ perform: @escaping Performance
    ) async {
        await takeUp(number)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.happen(timeline, number, scale, perform) }
            group.addTask { for await _ in stop {} }
            // Whoever ends first, the timeline or those who wait for its stop, ends the other.
            await group.next()
            group.cancelAll()
        }
        await ended(number)
    }

    private nonisolated func happen(
        _ timeline: BenchTimeline, _ number: Int, _ scale: Double, _ perform: Performance
    ) async {
        let start = ContinuousClock.now
        var timeline = timeline
        while let wake = timeline.nextWake {
            do { try await Task.sleep(until: start + wake.sinceStart * scale) } catch { return }
            for action in timeline.due(at: wake) {
                guard !Task.isCancelled, await goesOn(number) else { return }
                await perform(action) { [order] in order.yield(.errand($0)) }
            }
        }
    }

    private func takeUp(_ number: Int) { all[number]?.isFollowed = true }

    private func goesOn(_ number: Int) -> Bool { all[number]?.isStopped == false }

    private func ended(_ number: Int) {
        for waiting in all.removeValue(forKey: number)?.waiting ?? [] { waiting.resume() }
    }
}
