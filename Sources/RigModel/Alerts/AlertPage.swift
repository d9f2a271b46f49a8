/// Alerts as they were found, the latest first.
public struct AlertPage: Sendable, Hashable {
    public var alerts: [Alert]
    /// Why earlier ones may be missing, in a sentence for people; nil where none is.
    public var incomplete: String?

    public init(_ alerts: [Alert], incomplete: String? = nil) {
        self.alerts = alerts
        self.incomplete = incomplete
    }
}
