internal import HTTPTypes
internal import RigModel

/// Remembers which runs a key has started, so that a client that asks again, because the answer was lost on its way,
/// does not start them twice.
///
/// A refusal started nothing and is not remembered: the same key may be tried again once its cause is gone.
actor StartMemory {
    private enum Entry {
        case starting(API.StartExecution, waiting: [CheckedContinuation<Void, Never>])
        case started(API.StartExecution, API.StartedExecutions)
    }
    private var entries: [String: Entry] = [:]
    /// Keys that have started runs, oldest first.
    private var order: [String] = []
    private let limit: Int

    init(limit: Int = 1_000) { self.limit = limit }

    /// Answers as the first request with this key was answered, or starts the runs.
    ///
    /// - Returns: the answer, and whether it is the first of its key: the runs were started just now.
    /// - Throws: a 422 where the key was used for another request, and whatever `start` throws.
    func answer(
        _ key: String?, to request: API.StartExecution,
        _ start: @Sendable () async throws -> API.StartedExecutions
    ) async throws -> (answer: API.StartedExecutions, isFirst: Bool) {
        guard let key else { return (try await start(), true) }
        while let entry = entries[key] {
            switch entry {
            case .started(let first, let answer):
                try check(key, first, request)
                return (answer, false)
            case .starting(let first, let waiting):
                try check(key, first, request)
                // Whoever starts the runs always finishes, so that a wait needs no deadline of its own.
                await withCheckedContinuation { continuation in
                    entries[key] = .starting(first, waiting: waiting + [continuation])
                }
            }
        }
        entries[key] = .starting(request, waiting: [])
        do {
            let answer = try await start()
            finish(key, .started(request, answer))
            return (answer, true)
        } catch {
            finish(key, nil)
            throw error
        }
    }

    private func check(_ key: String, _ first: API.StartExecution, _ request: API.StartExecution) throws(ProblemReply) {
        guard first == request else {
            throw ProblemReply(
                .unprocessableContent, "the Idempotency-Key '\(key)' was used for another request; choose a new one")
        }
    }

    private func finish(_ key: String, _ entry: Entry?) {
        guard case .starting(_, let waiting) = entries.removeValue(forKey: key) else { return }
        if let entry {
            entries[key] = entry
            order.append(key)
            if order.count > limit { entries[order.removeFirst()] = nil }
        }
        for continuation in waiting { continuation.resume() }
    }
}
