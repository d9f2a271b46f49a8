/// Alerts, and the word that somebody has seen one.
public protocol AlertControl: Sendable {
    /// Those that are open, in the order of firing.
    func openAlerts() async -> [Alert]
    /// Alerts of some states, the latest first. While the store cannot be read, those that are in memory.
    func alerts(_ filter: AlertFilter, limit: Int) async -> AlertPage
    /// Somebody has seen it. To say so twice changes nothing: who was first stands.
    func acknowledge(_ id: AlertID, by who: String) async throws(AlertRefusal) -> (alert: Alert, isNews: Bool)
}

/// All given keys must fit.
public struct AlertFilter: Sendable, Hashable {
    public var states: Set<Alert.State>
    /// Only those that fired before this one: the next page.
    public var before: AlertID?
    public init(states: Set<Alert.State> = Set(Alert.State.allCases), before: AlertID? = nil) {
        self.states = states
        self.before = before
    }

    public func admits(_ alert: Alert) -> Bool {
        states.contains(alert.state) && before.map { alert.id < $0 } ?? true
    }
}

/// Alerts as the store holds them.
public protocol AlertArchive: Sendable {
    /// Those that were open when the service last wrote them, in the order of firing.
    func openAlerts() async throws -> [Alert]
    /// The one with this id; nil where there is none.
    func storedAlert(_ id: AlertID) async throws -> Alert?
    /// The latest first.
    func alerts(_ filter: AlertFilter, limit: Int) async throws -> [Alert]
}
