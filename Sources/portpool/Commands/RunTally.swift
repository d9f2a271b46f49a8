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
    /// Units whose last runs have not come to a step, on a port in quarantine for instance: a loop would spin.
    private var rests: [UUTInstanceID: Rest] = [:]

    /// The wait before the next run of a unit that cannot be begun.
    struct Rest: Equatable, CustomStringConvertible {
        private static let longest = 5
        /// Runs in a row that have not come to a step; the first is repeated at once.
        fileprivate(set) var failures = 0
        fileprivate(set) var end: ContinuousClock.Instant
        var wait: Duration { failures < 2 ? .zero : .seconds(1 << min(failures - 2, Self.longest)) }

        var description: String {
            "has not come to its first step \(failures) times in a row; it is run again in \(wait.components.seconds) s"
        }
    }

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
    mutating func ended(
        _ id: ExecutionID, _ verdict: Verdict, stepsDone: Int, at now: ContinuousClock.Instant = .now
    ) -> Bool {
        guard let unit = pending.removeValue(forKey: id) else { return false }
        verdicts.append(verdict)
        if verdict == .error, stepsDone == 0 {
            var rest = rests[unit] ?? Rest(end: now)
            rest.failures += 1
            rest.end = now + rest.wait
            rests[unit] = rest
        } else {
            rests[unit] = nil
        }
        if verdicts.count > 1_000 { verdicts = Array(Set(verdicts)) }
        if loop.goesOn(after: runs[unit] ?? 0) { waiting.append(unit) }
        return true
    }

    /// Units to be run again now.
    /// - Parameter includingDelayed: those as well that could not be run a moment ago.
    func toStart(includingDelayed: Bool, at now: ContinuousClock.Instant = .now) -> [UUTInstanceID] {
        isStopping
            ? []
            : waiting.filter { unit in
                (includingDelayed || !delayed.contains(unit)) && rests[unit].map { $0.end <= now } ?? true
            }
    }

    /// What a unit that is to be run again waits for; nil where it need not.
    func rest(of unit: UUTInstanceID) -> Rest? {
        rests[unit].flatMap { waiting.contains(unit) && $0.wait > .zero ? $0 : nil }
    }

    /// A unit could not be run again yet.
    /// - Returns: whether that is news: once for each run.
    mutating func delay(_ unit: UUTInstanceID) -> Bool { delayed.insert(unit).inserted }
}
