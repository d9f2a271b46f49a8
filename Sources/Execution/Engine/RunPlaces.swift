import RigModel

/// How many runs may be under way at once, and who waits: the higher priority first, then first come. A value: no
/// waiting in it.
struct RunPlaces: Sendable {
    let limit: Int
    private var taken: Set<ExecutionID> = []
    private var queue: [(id: ExecutionID, priority: Int)] = []

    /// - Parameter limit: at least 1.
    init(limit: Int) { self.limit = max(1, limit) }

    /// Whether the run has a place.
    func has(_ id: ExecutionID) -> Bool { taken.contains(id) }

    /// Takes a place, or queues for one.
    mutating func ask(_ id: ExecutionID, priority: Int) {
        let index = queue.firstIndex { $0.priority < priority } ?? queue.endIndex
        queue.insert((id, priority), at: index)
        _ = fill()
    }

    /// Gives a place back, or leaves the queue.
    ///
    /// - Returns: who has got a place by that.
    mutating func leave(_ id: ExecutionID) -> [ExecutionID] {
        taken.remove(id)
        queue.removeAll { $0.id == id }
        return fill()
    }

    private mutating func fill() -> [ExecutionID] {
        let next = queue.prefix(max(0, limit - taken.count)).map(\.id)
        queue.removeFirst(next.count)
        taken.formUnion(next)
        return next
    }
}
