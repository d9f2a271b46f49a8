internal import HTTPTypes
internal import RigModel

/// What may stand in orders about leases and ports, checked before it goes anywhere.
enum LeaseWords {
    /// A text that people read: 1 to 200 characters.
    static let pattern = "^.{1,200}$"
    static let priorities = -100...100
    /// Up to a year; the station's own limits are narrower.
    static let milliseconds = 1...31_536_000_000
    /// A holder that must be heard of more often than once a second would be lost by a busy network.
    static let heartbeats = 1_000...31_536_000_000

    static func order(_ asked: API.TakeLease) throws(ProblemReply) -> LeaseOrder {
        if let bad = asked.ports.first(where: { !$0.isPlainName }) {
            throw refuse("ports", bad, PathParameter.port.expected)
        }
        if let bad = asked.resources?.first(where: { !$0.isPlainName }) {
            throw refuse("resources", bad, "the name of a resource: letters, digits, _ . -")
        }
        return LeaseOrder(
            owner: try text("for", asked.for), reason: try text("reason", asked.reason), ports: asked.ports,
            resources: asked.resources ?? [],
            priority: try number("priority", asked.priority, in: priorities) ?? 0,
            term: try duration("termMs", asked.termMs, in: milliseconds),
            heartbeatEvery: try duration("heartbeatMs", asked.heartbeatMs, in: heartbeats),
            patience: try duration("waitMs", asked.waitMs, in: milliseconds))
    }

    static func text(_ key: String, _ value: String) throws(ProblemReply) -> String {
        let isBlank = value.allSatisfy(\.isWhitespace)
        guard !isBlank, value.count <= 200, !value.contains(where: \.isNewline) else {
            throw ProblemReply(
                .unprocessableContent, "'\(key)' must be one line of 1 to 200 characters, for people to read")
        }
        return value
    }

    static func duration(
        _ key: String, _ value: Int64?, in range: ClosedRange<Int>
    ) throws(ProblemReply) -> Duration? {
        try number(key, value.map(Int.init), in: range).map { .milliseconds($0) }
    }

    private static func number(
        _ key: String, _ value: Int?, in range: ClosedRange<Int>
    ) throws(ProblemReply) -> Int? {
        guard let value else { return nil }
        guard range.contains(value) else {
            throw refuse(key, value, "a whole number of \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private static func refuse(
        _ key: String, _ value: some CustomStringConvertible, _ expected: String
    ) -> ProblemReply {
        ProblemReply(.unprocessableContent, "'\(value)' is no value of '\(key)'; expected \(expected)")
    }
}
