public import BoardModel

/// The timelines that happen to a bench: its own, and the scripts that were begun since, which can be stopped.
public actor RunningTimelines {
    /// Lets one happen, until it is over or its task is cancelled. What takes its time and is to be brought to its end
    /// whatever becomes of the timeline, such as a plug that is out and has to come back, it hands over.
    public typealias Performance =
        @Sendable (BenchTimeline, _ later: @escaping @Sendable (@escaping Errand) -> Void) async -> Void
    public typealias Errand = @Sendable () async -> Void

    private enum Order: Sendable {
        case timeline(BenchTimeline, number: Int, stop: AsyncStream<Never>)
        case errand(Errand)
    }
    private struct Script {
        let name: String
        let stop: AsyncStream<Never>.Continuation
    }

    private let orders: AsyncStream<Order>
    private let order: AsyncStream<Order>.Continuation
    private var scripts: [Int: Script] = [:]
    private var count = 0

    public init() { (orders, order) = AsyncStream.makeStream() }

    /// The scripts that happen now, in the order of their beginning; one that was begun twice is there twice.
    public var names: [String] { scripts.sorted { $0.key < $1.key }.map(\.value.name) }

    /// From now on it happens.
    /// - Parameter name: by which it is stopped; nil for the bench's own, which nobody stops.
    public func begin(_ timeline: BenchTimeline, as name: String?) {
        let (stop, stopping) = AsyncStream.makeStream(of: Never.self)
        count += 1
        if let name { scripts[count] = Script(name: name, stop: stopping) }
        order.yield(.timeline(timeline, number: count, stop: stop))
    }

    /// Lets no more of a script happen, or of all. What has happened stays, and a plug that is out comes back.
    /// - Returns: what the caller should know: which were stopped.
    /// - Throws: `noScript` where there is nothing to stop.
    public func stop(_ name: String?) throws(WorldError) -> String {
        let meant = scripts.filter { name == nil || $0.value.name == name }
        guard !meant.isEmpty else { throw .noScript(name, running: names) }
        for (number, script) in meant {
            scripts[number] = nil
            script.stop.finish()
        }
        let stopped = meant.sorted { $0.key < $1.key }.map(\.value.name).joined(separator: ", ")
        return "stopped: \(stopped); what has happened stays as it is, and a board that a replug has out comes back"
    }

    /// Lets happen what was and is begun, until the task is cancelled. Once only.
    public nonisolated func run(_ perform: @escaping Performance) async {
        await withDiscardingTaskGroup { group in
            for await order in orders {
                switch order {
                case .errand(let errand): group.addTask { await errand() }
                case .timeline(let timeline, let number, let stop):
                    group.addTask { await self.follow(timeline, number, stop, perform) }
                }
            }
        }
    }

    private nonisolated func follow(
        _ timeline: BenchTimeline, _ number: Int, _ stop: AsyncStream<Never>, _ perform: @escaping Performance
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [order] in await perform(timeline) { order.yield(.errand($0)) } }
            group.addTask { for await _ in stop {} }
            // Whoever ends first, the timeline or those who wait for its stop, ends the other.
            await group.next()
            group.cancelAll()
        }
        await ended(number)
    }

    private func ended(_ number: Int) { scripts[number] = nil }
}
