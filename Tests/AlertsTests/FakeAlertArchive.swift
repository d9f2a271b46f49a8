import RigModel

/// Alerts in memory, until it breaks.
actor FakeAlertArchive: AlertArchive {
    struct Broken: Error {}
    private var held: [Alert] = []
    private var isBroken = false

    func hold(_ alerts: [Alert]) { held = alerts }
    func fail() { isBroken = true }
    func mend() { isBroken = false }

    func openAlerts() async throws -> [Alert] {
        if isBroken { throw Broken() }
        return held.filter(\.isOpen)
    }
    func storedAlert(_ id: AlertID) async throws -> Alert? {
        if isBroken { throw Broken() }
        return held.first { $0.id == id }
    }
    func alerts(_ filter: AlertFilter, limit: Int) async throws -> [Alert] {
        if isBroken { throw Broken() }
        return Array(held.filter(filter.admits).sorted { $0.id > $1.id }.prefix(limit))
    }
}
