import RigModel

/// Holds alerts in memory.
actor FakeAlerts: AlertControl {
    private var held: [Alert] = []
    private(set) var acknowledged: [String] = []

    private var incomplete: String?

    func hold(_ alerts: [Alert], incomplete: String? = nil) { (held, self.incomplete) = (alerts, incomplete) }

    func openAlerts() async -> [Alert] { held.filter(\.isOpen) }
    func alerts(_ filter: AlertFilter, limit: Int) async -> AlertPage {
        AlertPage(
            Array(held.filter(filter.admits).sorted { $0.id > $1.id }.prefix(limit)), incomplete: incomplete)
    }
    func acknowledge(
        _ id: AlertID, by who: String
    ) async throws(AlertRefusal) -> (alert: Alert, isNews: Bool) {
        guard let index = held.firstIndex(where: { $0.id == id }) else {
            if let incomplete { throw .unreadable(id, why: incomplete) }
            throw .unknownAlert(id)
        }
        if let end = held[index].resolution { throw .alreadyResolved(id, because: end.because) }
        guard held[index].acknowledgement == nil else { return (held[index], false) }
        held[index].acknowledgement = .init(at: Sample.time, by: who)
        acknowledged.append(who)
        return (held[index], true)
    }
}
