internal import RigModel

/// Remembers the runs that somebody ordered, so that a run which repeats one of them is known to be of the same order:
/// a client that runs a unit a thousand times has asked for one thing.
actor OrderMemory {
    private var known: Set<ExecutionID> = []
    /// The earliest first.
    private var order: [ExecutionID] = []
    private let limit: Int

    init(limit: Int = 10_000) { self.limit = limit }

    func remember(_ runs: [ExecutionID]) {
        for run in runs where known.insert(run).inserted { order.append(run) }
        guard order.count > 2 * limit else { return }
        // In steps, so that a run costs no shift of all of them.
        known.subtract(order.prefix(order.count - limit))
        order.removeFirst(order.count - limit)
    }

    func isOrdered(_ run: ExecutionID) -> Bool { known.contains(run) }
}
