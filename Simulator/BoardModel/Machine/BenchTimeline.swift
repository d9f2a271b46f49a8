internal import RigModel

/// A bench's timeline as a value: it is told the time and says what is due. The same seed gives the same times.
public struct BenchTimeline: Sendable {
    private let entries: [TimelineEntry]
    private var dice: SeededGenerator
    private var agenda = Agenda<Int>()

    /// Starts at zero.
    public init(of bench: BenchScript) { self.init(bench.timeline, seed: bench.seed) }

    /// Starts at zero.
    public init(of script: TimelineScript, seed: UInt64) { self.init(script.entries, seed: seed) }

    private init(_ entries: [TimelineEntry], seed: UInt64) {
        self.entries = entries
        dice = SeededGenerator(seed: SeededGenerator.seed(seed, for: "timeline"))
        for index in entries.indices { plan(index, after: .zero, first: true) }
    }

    /// When something is due next; nil: never again.
    public var nextWake: VirtualTime? { agenda.next }

    /// What is due, in the order of its times.
    public mutating func due(at time: VirtualTime) -> [BenchAction] {
        var actions: [BenchAction] = []
        while let (due, index) = agenda.popFirst(upTo: time) {
            actions.append(entries[index].action)
            plan(index, after: due, first: false)
        }
        return actions
    }

    private mutating func plan(_ index: Int, after time: VirtualTime, first: Bool) {
        switch entries[index].schedule {
        case .at(let moment): if first { agenda.plan(index, at: time + moment.draw(with: &dice)) }
        case .every(let period): agenda.plan(index, at: time + period.draw(with: &dice))
        }
    }
}
