internal import RigModel

/// Which runs have logs: what the tree says, in memory. Of each unit the newest runs, so that a unit which is run for
/// ever does not take more and more; the tree has the others.
struct LogIndex: Sendable {
    /// Runs of a unit that are kept at least, once it has so many.
    static let limit = 1_000
    struct Unit: Hashable, Sendable {
        var bib: BIBID
        var instance: UUTInstanceID
    }

    /// By unit, the oldest run first.
    private var runs: [Unit: [LoggedRun]] = [:]
    /// How many of a unit's runs, the oldest, were let go of.
    private var older: [Unit: Int] = [:]

    mutating func insert(_ run: LoggedRun, _ unit: Unit) {
        // Taken out, so that it is not copied.
        var list = runs.removeValue(forKey: unit) ?? []
        // Nearly always the newest.
        let place = list.lastIndex { $0.startedAt <= run.startedAt }.map { $0 + 1 } ?? 0
        list.insert(run, at: place)
        if list.count > Self.limit + Self.limit / 4 {
            older[unit, default: 0] += list.count - Self.limit
            list.removeFirst(list.count - Self.limit)
        }
        runs[unit] = list
    }

    /// Whether the tree has runs of the unit that are not in here.
    func hasOlder(_ unit: Unit) -> Bool { older[unit] != nil }

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
        runs.map { LoggedUnit(bib: $0.key.bib, uut: $0.key.instance, runs: $0.value.count + older[$0.key, default: 0]) }
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
