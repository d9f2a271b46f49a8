internal import RigModel

/// The shapes of `RigModel.API` by name; a test holds each against a value of its type.
enum Schemas {
    typealias Property = Schema.Property

    static let all: [String: Schema] = [
        "Status": .object([
            Property("status", .choice(["RUNNING", "DEGRADED", "STOPPING", "ERROR"])),
            Property("reasons", .array(.string)), Property("uptimeSeconds", .integer), Property("uptime", .string),
            Property("version", .string), Property("startedAt", .dateTime), Property("epoch", .string),
            Property("stationId", .string),
        ]),
        "Problem": .object([
            Property("type", .string), Property("title", .string), Property("status", .integer),
            Property("detail", .optional(.string)), Property("instance", .optional(.string)),
        ]),
        "Health": .object([Property("status", .string), Property("reasons", .array(.string))]),
        "Notice": .object([Property("reason", .string)]),
        "Metrics": .object([
            Property("successRate", .optional(.number)), Property("averageExecutionMs", .optional(.number)),
            Property("executionsPerHour", .number), Property("errorsPerHour", .number),
            Property("serviceUptimeSeconds", .integer), Property("cpuUsage", .number),
            Property("memoryUsageMB", .number), Property("n", .integer), Property("window", .string),
        ]),
        "Snapshot": .object([
            Property("position", .string), Property("time", .dateTime), Property("status", .reference("Status")),
            Property("ports", .reference("Ports")), Property("executions", .reference("Executions")),
            Property("leases", .array(.reference("Lease"))), Property("alerts", .array(.reference("Alert"))),
            Property("lastVerdicts", .array(.reference("Execution"))), Property("bibs", .reference("BIBs")),
            Property("metrics", .reference("Metrics")), Property("logTail", .array(.reference("LogMessage"))),
        ]),
    ].merging(bench) { first, _ in first }.merging(leases) { first, _ in first }.merging(runs) { first, _ in first }
        .merging(logs) { first, _ in first }.merging(alerts) { first, _ in first }

    static let verdict = Schema.choice(Verdict.allCases.map(\.rawValue))
    static let level = Schema.choice(Level.allCases.map(\.rawValue))
    static let phase = Schema.choice(Phase.allCases.map(\.rawValue))
    static let severity = Schema.choice(LogLine.Severity.allCases.map(\.rawValue))

    private static let logs: [String: Schema] = [
        "LogTree": .object([
            Property(
                "units",
                .array(.object([Property("bibId", .string), Property("uutId", .string), Property("runs", .integer)])))
        ]),
        "UnitLog": .object([
            Property("bibId", .string), Property("uutId", .string), Property("lines", .array(.string)),
            Property(
                "runs",
                .array(
                    .object([
                        Property("executionId", .string), Property("path", .string), Property("size", .integer),
                        Property("verdict", .optional(verdict)), Property("startTime", .dateTime),
                    ]))),
        ]),
        "LogMessage": .object([
            Property("time", .dateTime), Property("elapsedMs", .integer), Property("level", severity),
            Property("bibId", .string), Property("uutId", .string), Property("executionId", .string),
            Property("phase", .optional(phase)), Property("step", .optional(.string)), Property("direction", .string),
            Property("port", .optional(.string)), Property("text", .string),
        ]),
    ]
}
