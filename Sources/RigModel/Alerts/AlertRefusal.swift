/// Why an alert cannot be acknowledged.
public enum AlertRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownAlert(AlertID)
    case alreadyResolved(AlertID, because: String)
    /// It is not in memory, and the store, which may have it, fails.
    case unreadable(AlertID, why: String)

    public var description: String {
        switch self {
        case .unknownAlert(let id): "no alert has the id '\(id)'; `portpool alerts` lists those that are open"
        case .alreadyResolved(let id, let because): "alert '\(id)' is over already: \(because)"
        case .unreadable(let id, let why):
            "alert '\(id)' is none of those in memory, and the store cannot be read: \(why); try again once it can"
        }
    }

    /// The `type` of the problem that the API answers with.
    public var problemType: String {
        switch self {
        case .unknownAlert: "urn:portpool:refusal:unknown-alert"
        case .alreadyResolved: "urn:portpool:refusal:alert-resolved"
        case .unreadable: "urn:portpool:refusal:alert-unreadable"
        }
    }
}
