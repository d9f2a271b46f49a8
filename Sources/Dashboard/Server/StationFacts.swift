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

    public init(
        stationID: String, version: String, zone: StationZone, epoch: String, startedAt: Timestamp,
        began: ContinuousClock.Instant = .now
    ) {
        self.stationID = stationID
        self.version = version
        self.zone = zone
        self.epoch = epoch
        self.startedAt = startedAt
        self.began = began
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
