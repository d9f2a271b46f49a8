import Locking
import RigModel

/// Knows which units have a run that waits or goes on, from the events of the station.
final class UnitsUnderWay: EventConsumer {
    /// A unit, on whatever board.
    struct Name: Sendable, Hashable {
        let bib: BIBID
        let instance: UUTInstanceID
        init(_ request: ExecutionRequest) { (bib, instance) = (request.bib, request.instance) }
    }

    private struct Content: Sendable {
        var runs: [ExecutionID: ExecutionRequest] = [:]
        var begun: Set<ExecutionID> = []
        /// The last ones, in the order of their ends.
        var ended: [ExecutionID] = []
        var watched: Set<Name> = []
    }
    private static let kept = 1_000
    private let content = Lock(Content())

    /// What runs of the watched units came to, for one reader.
    let endings: AsyncStream<ExecutionResult>
    private let tell: AsyncStream<ExecutionResult>.Continuation

    init() { (endings, tell) = AsyncStream.makeStream() }

    func consume(_ events: [NumberedEvent]) async {
        content.withLock { content in
            for event in events {
                switch event.event {
                case .executionQueued(let request, _): content.runs[request.id] = request
                case .executionStarted(let request, _): content.begun.insert(request.id)
                case .executionCompleted(let result):
                    content.runs[result.request.id] = nil
                    content.begun.remove(result.request.id)
                    content.ended.append(result.request.id)
                    if content.ended.count > 2 * Self.kept { content.ended.removeFirst(Self.kept) }
                    if !content.watched.isEmpty, content.watched.contains(Name(result.request)) { tell.yield(result) }
                default: break
                }
            }
        }
    }

    /// From now on the ends of these units' runs are told, and of no others.
    func watch(_ units: Set<Name>) { content.withLock { $0.watched = units } }

    func isBusy(_ unit: Bench.Unit) -> Bool {
        content.withLock { content in
            content.runs.values.contains { $0.bib == unit.bib && $0.instance == unit.instance }
        }
    }

    /// Whether a run has its ports, or had them, or never will.
    func isSettled(_ id: ExecutionID) -> Bool {
        content.withLock { $0.begun.contains(id) || $0.ended.contains(id) }
    }
    /// Whether a run has ended lately.
    func hasEnded(_ id: ExecutionID) -> Bool { content.withLock { $0.ended.contains(id) } }
}
