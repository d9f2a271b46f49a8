internal import RigModel
internal import SerialIO

/// Sees events behind the store and the logs: what it hears of is on the disk.
final class RunWatch: EventConsumer {
    private typealias Ends = AsyncStream<ExecutionResult>

    private let ends: [UUTInstanceID: (results: Ends, tell: Ends.Continuation)]
    private let steps = Lock<[StepRecord]>([])

    init(units: [UUTInstanceID]) {
        ends = Dictionary(
            uniqueKeysWithValues: units.map { unit in
                let (results, tell) = Ends.makeStream()
                return (unit, (results, tell))
            })
    }

    func consume(_ events: [NumberedEvent]) async {
        for event in events {
            switch event.event {
            case .executionCompleted(let result): ends[result.request.instance]?.tell.yield(result)
            case .stepCompleted(let step): steps.withLock { $0.append(step) }
            default: break
            }
        }
    }

    /// The ends of a unit's runs, for one reader at a time.
    func results(of unit: UUTInstanceID) -> AsyncStream<ExecutionResult>.Iterator {
        guard let ends = ends[unit] else { preconditionFailure("'\(unit)' is not one of the bench's units") }
        return ends.results.makeAsyncIterator()
    }

    var units: [UUTInstanceID] { ends.keys.sorted() }

    /// The steps that ended since the last call, in order.
    func takeSteps() -> [StepRecord] {
        steps.withLock { steps in
            defer { steps = [] }
            return steps
        }
    }
}
