/// What an alert is about: a rule, and the thing that the rule holds of. One alert of a key is open at a time.
public struct AlertKey: Sendable, Hashable {
    public var rule: AlertRule
    /// The unit, `client_demo/production_uut`; the part of the service and its complaint, `store: the disk is full`.
    public var subject: String
    public init(rule: AlertRule, subject: String) {
        self.rule = rule
        self.subject = subject
    }
}

/// When a person is to be told.
public enum AlertRule: String, Sendable, Hashable, CaseIterable, Codable {
    /// A run ended CRITICAL.
    case runCritical = "run_critical"
    /// The service is DEGRADED, for one of its reasons.
    case serviceDegraded = "service_degraded"
    /// The store was damaged or gone, and the service went on with a fresh one.
    case storeReplaced = "store_replaced"

    /// Whether to have seen it is all there is to do, so that an acknowledgement ends the alert.
    ///
    /// A unit that ended CRITICAL may never be run again, and a store that was replaced stays so: such an alert would
    /// stand for ever. What is wrong with the service goes on being wrong, whoever has seen it.
    public var endsWhenAcknowledged: Bool { self != .serviceDegraded }
}

/// How soon a person should look.
public enum AlertSeverity: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
    case warning, critical
    public static func < (left: AlertSeverity, right: AlertSeverity) -> Bool { left == .warning && right == .critical }
}
