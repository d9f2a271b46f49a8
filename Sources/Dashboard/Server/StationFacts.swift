public import RigModel

/// What is known of the station and this run of its service from the start, and never changes.
public struct StationFacts: Sendable {
    public let stationID: String
    public let version: String
    public let zone: StationZone
    /// Of the events: the same that the store numbers by.
    public let epoch: String
    public let startedAt: Timestamp
    /// The same instant on the monotonic clock, by which the uptime is counted.
    let began: ContinuousClock.Instant
    /// What people call ports.
    let portAliases: [PortID: String]

    public init(
        stationID: String, version: String, zone: StationZone, epoch: String, startedAt: Timestamp,
        began: ContinuousClock.Instant = .now, portAliases: [PortID: String] = [:]
    ) {
        self.stationID = stationID
        self.version = version
        self.zone = zone
        self.epoch = epoch
        self.startedAt = startedAt
        self.began = began
        self.portAliases = portAliases
    }

    /// Ports by their aliases.
    var portNames: [String: PortID] {
        Dictionary(portAliases.map { ($0.value, $0.key) }) { first, _ in first }
    }

    /// The port that somebody names by its id or its alias; a name that is no alias is taken for an id.
    ///
    /// - Parameter known: ports that were seen since the start.
    func port(named name: String, known: some Collection<PortID>) throws(PortNameError) -> PortID {
        guard let meant = portNames[name], meant != PortID(name) else { return PortID(name) }
        if known.contains(PortID(name)) { throw .ambiguous(name, alias: meant) }
        return meant
    }

    func named(_ port: API.Port) -> API.Port {
        guard let alias = portAliases[port.id] else { return port }
        var port = port
        port.alias = alias
        return port
    }

    func uptime(at now: ContinuousClock.Instant) -> Duration { max(.zero, began.duration(to: now)) }

    /// The status as the API shows it; nil stands for "none was reported yet".
    func status(_ status: ServiceStatus?, at now: ContinuousClock.Instant) -> API.Status {
        let status = status ?? ServiceStatus(state: .degraded, reasons: ["the service is starting"])
        let seconds = Int(uptime(at: now).components.seconds)
        return API.Status(
            status: status.state, reasons: status.reasons, uptimeSeconds: seconds, uptime: Self.text(seconds: seconds),
            version: version, startedAt: zone.rfc3339(startedAt), epoch: epoch, stationId: stationID)
    }

    /// `1d 2h 3m`; seconds only below a minute.
    static func text(seconds: Int) -> String {
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60)
        if days > 0 { return "\(days)d \(hours)h \(minutes)m" }
        if hours > 0 { return "\(hours)h \(minutes)m" }
        return minutes > 0 ? "\(minutes)m" : "\(seconds)s"
    }
}
