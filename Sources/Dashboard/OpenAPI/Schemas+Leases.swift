internal import RigModel

extension Schemas {
    /// Leases, and orders that change them or ports.
    static let leases: [String: Schema] = [
        "Lease": .object([
            Property("id", .string), Property("owner", .string), Property("reason", .string),
            Property("ports", .array(.string)), Property("resources", .array(.string)), Property("priority", .integer),
            Property("state", .choice(API.Lease.State.allCases.map(\.rawValue))), Property("requestedAt", .dateTime),
            Property("heldSince", .optional(.dateTime)), Property("waitingFor", .optional(.array(.string))),
            Property("deadline", .dateTime), Property("heartbeatMs", .integer),
            Property("endedAt", .optional(.dateTime)), Property("endReason", .optional(.string)),
        ]),
        "Leases": .object([Property("leases", .array(.reference("Lease")))]),
        "TakeLease": .object([
            Property("ports", .array(PathParameter.port.schema)), Property("for", .text(pattern: LeaseWords.pattern)),
            Property("reason", .text(pattern: LeaseWords.pattern)),
            Property("resources", .optional(.array(PathParameter.bib.schema))),
            Property("priority", .optional(.whole(LeaseWords.priorities))),
            Property("termMs", .optional(.whole(LeaseWords.milliseconds))),
            Property("heartbeatMs", .optional(.whole(LeaseWords.heartbeats))),
            Property("waitMs", .optional(.whole(LeaseWords.milliseconds))),
        ]),
        "KeepLease": .object([Property("extendMs", .optional(.whole(LeaseWords.milliseconds)))]),
        "QuarantinePort": .object([Property("reason", .text(pattern: LeaseWords.pattern))]),
    ]
}
