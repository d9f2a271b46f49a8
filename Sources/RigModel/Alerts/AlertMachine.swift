/// Which alerts there are: fires, counts, acknowledges and resolves them. Pure: takes in what happens, answers with the
/// alerts that changed, and has no clock.
public struct AlertMachine: Sendable {
    /// Ended alerts that are remembered, for those who ask while the store cannot answer.
    public static let rememberedEnds = 100

    /// In the order of firing.
    public private(set) var open: [Alert] = []
    /// The latest last.
    public private(set) var ended: [Alert] = []
    private let makeID: @Sendable (Timestamp) -> AlertID

    /// - Parameter makeID: a fresh id for an alert that fires now; later ones must sort behind earlier ones.
    public init(makeID: @escaping @Sendable (Timestamp) -> AlertID) { self.makeID = makeID }

    /// Takes up alerts that were open when the service ended. Of several of one key the newest stays.
    ///
    /// - Returns: the others, which are over now.
    public mutating func restore(_ alerts: [Alert], at: Timestamp) -> [Alert] {
        let known = Set((open + ended).map(\.id))
        open = (alerts.filter { $0.isOpen && !known.contains($0.id) } + open).sorted { $0.id < $1.id }
        let newest = Dictionary(open.map { ($0.key, $0.id) }) { _, later in later }
        let all = open
        return all.compactMap { alert in
            guard let later = newest[alert.key], later != alert.id else { return nil }
            // The earlier one comes first.
            return resolve(alert.key, at: at, because: "alert \(later) is newer and says the same")
        }
    }

    /// A run has ended: CRITICAL fires the unit's alert, or counts on it; a good end of the unit resolves it.
    ///
    /// A recovery only sends STOP: that it went well says nothing of what the unit was found to be.
    public mutating func ended(_ result: ExecutionResult, at: Timestamp) -> Alert? {
        let request = result.request
        guard result.verdict == .critical || (result.verdict.yield == .good && !open.isEmpty) else { return nil }
        let key = AlertKey(rule: .runCritical, subject: "\(request.bib)/\(request.instance)")
        if result.verdict != .critical {
            return request.recovers == nil ? resolve(key, at: at, because: "run \(request.id) was good") : nil
        }
        let found = result.explanation.isEmpty ? "" : ": \(result.explanation)"
        return fire(key, severity: .critical, at: at) { alert in
            alert.summary =
                "\(key.subject) ended CRITICAL\(found). Look at the unit before it is run again, then acknowledge this"
            (alert.bib, alert.instance, alert.execution) = (request.bib, request.instance, request.id)
        }
    }

    /// The service has said how it is: a reason that is new fires, one that is gone resolves.
    public mutating func said(_ troubles: [ServiceTrouble], at: Timestamp) -> [Alert] {
        var keys: Set<AlertKey> = []
        var changed: [Alert] = []
        for trouble in troubles {
            let key = AlertKey(rule: .serviceDegraded, subject: "\(trouble.part): \(trouble.reason)")
            guard keys.insert(key).inserted, index(of: key) == nil else { continue }
            let severity: AlertSeverity = trouble.part == ServiceTrouble.store ? .critical : .warning
            changed.append(fire(key, severity: severity, at: at) { $0.summary = trouble.reason })
        }
        let gone = open.map(\.key).filter { $0.rule == .serviceDegraded && !keys.contains($0) }
        return changed + gone.compactMap { resolve($0, at: at, because: "it is no longer so") }
    }

    /// The service has begun with a fresh store.
    public mutating func replacedStore(_ notice: String, at: Timestamp) -> Alert {
        fire(AlertKey(rule: .storeReplaced, subject: ServiceTrouble.store), severity: .critical, at: at) {
            $0.summary = "\(notice). Earlier runs are not in it: see what can be saved, then acknowledge this"
        }
    }

    /// Somebody has seen it; ends the alert where nothing else is to be done about it. Who was first stands.
    public mutating func acknowledge(
        _ id: AlertID, by who: String, at: Timestamp
    ) throws(AlertRefusal) -> (alert: Alert, isNews: Bool) {
        guard let index = open.firstIndex(where: { $0.id == id }) else {
            guard let alert = ended.last(where: { $0.id == id }), let end = alert.resolution else {
                throw .unknownAlert(id)
            }
            throw .alreadyResolved(id, because: end.because)
        }
        guard open[index].acknowledgement == nil else { return (open[index], false) }
        open[index].acknowledgement = Alert.Acknowledgement(at: at, by: who)
        guard open[index].key.rule.endsWhenAcknowledged,
            let alert = resolve(open[index].key, at: at, because: "acknowledged by \(who)")
        else { return (open[index], true) }
        return (alert, true)
    }

    private func index(of key: AlertKey) -> Int? { open.firstIndex { $0.key == key } }

    /// Fires, or counts once more on what fires already.
    private mutating func fire(
        _ key: AlertKey, severity: AlertSeverity, at: Timestamp, _ describe: (inout Alert) -> Void
    ) -> Alert {
        let place: Int
        if let index = index(of: key) {
            place = index
            open[index].count += 1
            open[index].lastAt = at
        } else {
            place = open.endIndex
            open.append(Alert(id: makeID(at), key: key, severity: severity, summary: "", firedAt: at))
        }
        describe(&open[place])
        return open[place]
    }

    private mutating func resolve(_ key: AlertKey, at: Timestamp, because: String) -> Alert? {
        guard let index = index(of: key) else { return nil }
        var alert = open.remove(at: index)
        alert.resolution = Alert.Resolution(at: at, because: because)
        ended.append(alert)
        if ended.count > Self.rememberedEnds { ended.removeFirst(ended.count - Self.rememberedEnds) }
        return alert
    }
}
