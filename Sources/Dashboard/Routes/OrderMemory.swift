internal import RigModel

/// Remembers the runs that somebody ordered, so that a run which repeats one of them is known to be of the same order:
/// a client that runs a unit a thousand times has asked for one thing.
actor OrderMemory {
    private struct Entry {
        let order: RunOrder
        let actor: String
        let instance: UUTInstanceID
    }
    private var known: [ExecutionID: Entry] = [:]
    /// The earliest first.
    private var ids: [ExecutionID] = []
    private let limit: Int

    init(limit: Int = 10_000) { self.limit = limit }

    /// - Parameter actor: who ordered them. What is known already stays as it is.
    func remember(_ runs: [API.StartedExecution], of order: RunOrder, by actor: String) {
        for run in runs where known[run.executionId] == nil {
            known[run.executionId] = Entry(order: order, actor: actor, instance: run.uutId)
            ids.append(run.executionId)
        }
        guard ids.count > 2 * limit else { return }
        // In steps, so that a run costs no shift of all of them.
        for id in ids.prefix(ids.count - limit) { known[id] = nil }
        ids.removeFirst(ids.count - limit)
    }

    /// Whether this order, of this actor, is the one that the run was started for.
    ///
    /// Who says that he repeats a run but asks for anything else has ordered something new.
    func isSame(_ order: RunOrder, by actor: String, as run: ExecutionID) -> Bool {
        guard let entry = known[run], entry.actor == actor else { return false }
        var whole = order
        // Who ordered all units of a BIB repeats each of them by itself.
        if order.uut == entry.instance.rawValue { whole.uut = entry.order.uut }
        return whole == entry.order
    }
}
