/// How far back figures look: `30m`, `1h`, `7d`; at most a year.
struct MetricsWindow: Sendable, Hashable, CustomStringConvertible {
    let description: String
    let duration: Duration

    static let standard = MetricsWindow(description: "1h", duration: .seconds(3_600))
    private static let longest = 366 * 86_400

    private init(description: String, duration: Duration) {
        self.description = description
        self.duration = duration
    }

    init?(_ text: String) {
        guard let unit = text.last, let count = Int(text.dropLast()), count > 0, text.first != "+" else { return nil }
        let factor: Int
        switch unit {
        case "m": factor = 60
        case "h": factor = 3_600
        case "d": factor = 86_400
        default: return nil
        }
        let (seconds, overflow) = count.multipliedReportingOverflow(by: factor)
        guard !overflow, seconds <= Self.longest else { return nil }
        self.init(description: text, duration: .seconds(seconds))
    }
}
