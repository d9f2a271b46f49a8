internal import FoundationEssentials

/// A line of a run's log in the form for programs, as far as a recording needs it.
struct RunLogLine: Decodable {
    struct Port: Decodable {
        let alias: String
        let port: String
    }
    /// `header`, `line`, `lost`, `seal`.
    let type: String
    let executionId: String?
    let bibId: String?
    let boardId: String?
    let startTime: String?
    let ports: [Port]?
    let elapsedMs: Int?
    let level: String?
    let step: String?
    /// `TX`, `RX`, `RX-`, `--`.
    let direction: String?
    let port: String?
    let text: String?
    /// Of `lost`: how many are missing. Of `seal`: how many stand above it.
    let lines: Int?
    /// Of `seal`: how the run ended.
    let verdict: String?
    /// Of `seal`: how many are missing in all.
    let lostLines: Int?
    /// Of `seal`: how many bytes stand above it; how many lines do, is in `lines`.
    let bytes: Int?
    /// Of `seal`: the SHA-256 of those bytes, in small hexadecimal digits.
    let sha256: String?

    init?(_ line: [UInt8]) {
        guard let decoded = try? JSONDecoder().decode(RunLogLine.self, from: Data(line)) else { return nil }
        self = decoded
    }
}
