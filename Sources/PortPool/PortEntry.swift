import RigModel

/// What the pool knows of one port.
struct PortEntry: Sendable {
    /// Why a port is kept out of use, and how it comes back.
    enum Quarantine: Sendable, Hashable {
        /// Until somebody releases it.
        case byHand(reason: String, since: Timestamp)
        /// Until a health check succeeds; the next one is not before `checkAt`.
        case automatic(reason: String, checkAt: ContinuousClock.Instant)

        var reason: String {
            switch self {
            case .byHand(let reason, _), .automatic(let reason, _): reason
            }
        }
    }

    var port: DiscoveredPort
    var matching: BoardMatching
    var isPresent = true
    var quarantine: Quarantine?
    var trouble: String?
    var failedToOpen = false
    var lease: LeaseID?
    var isRunning = false
    var since: Timestamp?

    /// When it disappeared lately.
    var departures: [ContinuousClock.Instant] = []
    /// Leases in a row with trouble on the line.
    var failures = 0
    /// Before the last health check; nil where the port has been well since.
    var backOff: Duration?
    /// The incarnation that a health check has open now.
    var checking: Int?
    /// Somebody has released the port while it was checked.
    var isReleasedAfterCheck = false

    init(port: DiscoveredPort, matching: BoardMatching) {
        self.port = port
        self.matching = matching
    }

    /// Another appearance of the port: it inherits what speaks against it, and nothing else.
    func reborn(_ port: DiscoveredPort, matching: BoardMatching) -> PortEntry {
        var entry = PortEntry(port: port, matching: matching)
        entry.quarantine = quarantine
        entry.departures = departures
        entry.backOff = backOff
        entry.checking = checking
        entry.isReleasedAfterCheck = isReleasedAfterCheck
        return entry
    }

    var status: PortStatus {
        if !isPresent { return .offline }
        if lease != nil { return isRunning ? .inUse : .reserved }
        if quarantine != nil { return .quarantined }
        return failedToOpen ? .error : .available
    }

    mutating func loseLease() {
        lease = nil
        isRunning = false
        since = nil
    }

    /// Lets the port back into use.
    mutating func readmit() {
        quarantine = nil
        failedToOpen = false
        trouble = nil
        failures = 0
        departures = []
        isReleasedAfterCheck = false
    }
}
