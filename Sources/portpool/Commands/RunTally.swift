import RigModel

/// The runs of one order: which go on, which units are to be run again, and how all ended.
struct RunTally {
    private let loop: LoopCount
    /// Runs that go on.
    private(set) var pending: [ExecutionID: UUTInstanceID] = [:]
    /// Units whose next run has not begun, the one that has waited longest first. A unit stays here while its run is
    /// being asked for, so that the order is not taken for done meanwhile.
    private(set) var waiting: [UUTInstanceID] = []
    /// Of all runs; only of each kind where there were very many, since a loop may go on for days.
    private(set) var verdicts: [Verdict] = []
    /// No unit is run again.
    var isStopping = false
    private var runs: [UUTInstanceID: Int] = [:]
    private var delayed: Set<UUTInstanceID> = []

    init(loop: LoopCount) { self.loop = loop }

    /// Nothing goes on and nothing is going to.
    var isDone: Bool { pending.isEmpty && (waiting.isEmpty || isStopping) }

    mutating func began(_ id: ExecutionID, of unit: UUTInstanceID) {
        pending[id] = unit
        runs[unit, default: 0] += 1
        waiting.removeAll { $0 == unit }
        delayed.remove(unit)
    }

    /// - Returns: false where the run is none of ours, or its end was known.
    mutating func ended(_ id: ExecutionID, _ verdict: Verdict) -> Bool {
        guard let unit = pending.removeValue(forKey: id) else { return false }
        verdicts.append(verdict)
        if verdicts.count > 1_000 { verdicts = Array(Set(verdicts)) }
        if loop.goesOn(after: runs[unit] ?? 0) { waiting.append(unit) }
        return true
    }

    /// Units to be run again now.
    /// - Parameter includingDelayed: those as well that could not be run a moment ago.
    func toStart(includingDelayed: Bool) -> [UUTInstanceID] {
        isStopping ? [] : waiting.filter { includingDelayed || !delayed.contains($0) }
    }

    /// A unit could not be run again yet.
    /// - Returns: whether that is news: once for each run.
    mutating func delay(_ unit: UUTInstanceID) -> Bool { delayed.insert(unit).inserted }
}
