internal import RigModel

/// Which runs have logs: what the tree says, in memory.
struct LogIndex: Sendable {
    struct Unit: Hashable, Sendable {
        var bib: BIBID
        var instance: UUTInstanceID
    }

    /// By unit, the oldest run first.
    private var runs: [Unit: [LoggedRun]] = [:]

    mutating func insert(_ run: LoggedRun, _ unit: Unit) {
        var list = runs[unit] ?? []
        // Nearly always the newest.
        let place = list.lastIndex { $0.startedAt <= run.startedAt }.map { $0 + 1 } ?? 0
        list.insert(run, at: place)
        runs[unit] = list
    }

    mutating func seal(_ execution: ExecutionID, of unit: Unit, verdict: Verdict, size: Int) {
        guard let place = runs[unit]?.lastIndex(where: { $0.execution == execution }) else { return }
        runs[unit]?[place].verdict = verdict
        runs[unit]?[place].size = size
    }

    mutating func remove(_ execution: ExecutionID, of unit: Unit) {
        runs[unit]?.removeAll { $0.execution == execution }
        if runs[unit]?.isEmpty == true { runs[unit] = nil }
    }

    var units: [LoggedUnit] {
        runs.map { LoggedUnit(bib: $0.key.bib, uut: $0.key.instance, runs: $0.value.count) }
            .sorted { ($0.bib, $0.uut) < ($1.bib, $1.uut) }
    }
    func runs(of unit: Unit) -> [LoggedRun] { (runs[unit] ?? []).reversed() }
    func run(_ execution: ExecutionID?, of unit: Unit) -> LoggedRun? {
        guard let execution else { return runs[unit]?.last }
        return runs[unit]?.last { $0.execution == execution }
    }
}

extension LogHeader {
    var unit: LogIndex.Unit { LogIndex.Unit(bib: bib, instance: instance) }
}
