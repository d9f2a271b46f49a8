/// The shapes that travel as JSON: what the REST API answers and the event streams carry, decoded by the command line.
///
/// Names follow the page that the original service planned (`portName`, `currentPhase`, `validationLevel`, `duration` in
/// milliseconds ...). Times are RFC 3339 with the station's offset; durations are whole milliseconds.
public enum API {}

extension API {
    /// GET status; event ServiceStatusChanged.
    public struct Status: Codable, Sendable, Hashable {
        public var status: ServiceStatus.State
        /// Why it is not RUNNING; empty while it is.
        public var reasons: [String]
        public var uptimeSeconds: Int
        /// `1d 2h 3m`, for people.
        public var uptime: String
        public var version: String
        public var startedAt: String
        /// Changes with each start of the service.
        public var epoch: String
        public var stationId: String
        public init(
            status: ServiceStatus.State, reasons: [String], uptimeSeconds: Int, uptime: String, version: String,
            startedAt: String, epoch: String, stationId: String
        ) {
            self.status = status
            self.reasons = reasons
            self.uptimeSeconds = uptimeSeconds
            self.uptime = uptime
            self.version = version
            self.startedAt = startedAt
            self.epoch = epoch
            self.stationId = stationId
        }
    }

    /// RFC 9457, `application/problem+json`: every answer that is an error.
    public struct Problem: Codable, Sendable, Hashable {
        public var type: String
        public var title: String
        public var status: Int
        /// What is wrong and what to do about it.
        public var detail: String?
        public var instance: String?
        public init(type: String = "about:blank", title: String, status: Int, detail: String?, instance: String? = nil)
        {
            self.type = type
            self.title = title
            self.status = status
            self.detail = detail
            self.instance = instance
        }
    }
}
