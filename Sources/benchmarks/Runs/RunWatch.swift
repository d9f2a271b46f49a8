internal import RigModel

/// Sees events behind the store and the logs: what it hears of is on the disk.
actor RunWatch: EventConsumer {
    private typealias Ends = AsyncStream<ExecutionResult>

    private nonisolated let ends: [UUTInstanceID: (results: Ends, tell: Ends.Continuation)]
    /// nil where nobody wants them.
    private var steps: [StepRecord]?

    init(units: [UUTInstanceID]) {
        ends = Dictionary(
            uniqueKeysWithValues: units.map { unit in
                let (results, tell) = Ends.makeStream()
                return (unit, (results, tell))
            })
    }

    func consume(_ events: [NumberedEvent]) {
        for event in events {
            switch event.event {
            case .executionCompleted(let result): ends[result.request.instance]?.tell.yield(result)
            case .stepCompleted(let step): steps?.append(step)
            default: break
            }
        }
    }

    /// The ends of a unit's runs, for one reader at a time.
    nonisolated func results(of unit: UUTInstanceID) -> AsyncStream<ExecutionResult>.Iterator {
        guard let ends = ends[unit] else { preconditionFailure("'\(unit)' is not one of the bench's units") }
        return ends.results.makeAsyncIterator()
    }

    nonisolated var units: [UUTInstanceID] { ends.keys.sorted() }

    /// The steps that ended since the last call, in order; none before the first, which begins to keep them.
    func takeSteps() -> [StepRecord] {
        defer { steps = [] }
        return steps ?? []
    }
}
