import RigModel

/// What an order has come to that takes a port out of use or lets it back, in the words that a person reads.
struct PortNotice: Sendable, Hashable {
    private let port: PortID
    /// Before the order; nil where the port was not known.
    private let before: PortSnapshot?

    init(_ port: PortID, before: PortSnapshot?) {
        self.port = port
        self.before = before
    }

    func quarantined(for reason: String) -> String {
        let end = "until it is released: \(reason)"
        switch before?.status {
        case .available, .error, nil: return "port \(port) is out of use \(end)"
        case .offline: return "port \(port) is not plugged in; when it is, it stays out of use \(end)"
        case .quarantined:
            let earlier = before?.lastError.flatMap { $0 == reason ? nil : " (instead of: \($0))" } ?? ""
            return "port \(port) was out of use already; it stays so \(end)\(earlier)"
        case .inUse, .reserved: return "port \(port) is out of use as soon as \(holder) is over, \(end)"
        }
    }

    /// Nothing here claims that a quarantine was ended: the picture of the port may be older than the order before.
    var released: String {
        switch before?.status {
        case .quarantined, .error, nil: "port \(port) is handed out again"
        case .available: "port \(port) is in no quarantine; it can be handed out"
        case .offline: "port \(port) is in no quarantine; it is not plugged in, and can be handed out when it is"
        case .inUse, .reserved: "port \(port) is in no quarantine; it can be handed out when \(holder) is over"
        }
    }

    private var holder: String {
        if let run = before?.execution { return "run \(run)" }
        guard let lease = before?.lease else { return "its lease" }
        return "lease \(lease)" + (before?.leaseOwner.map { " of \($0)" } ?? "")
    }
}
