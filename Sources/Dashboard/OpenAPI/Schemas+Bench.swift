internal import RigModel

extension Schemas {
    /// Ports, BIBs and boards.
    static let bench: [String: Schema] = [
        "Ports": .object(
            ["total", "inUse", "available", "error", "reserved", "offline", "quarantined"].map {
                Property($0, .integer)
            }
                + [Property("ports", .array(.reference("Port")))]),
        "Port": .object([
            Property("id", .string), Property("alias", .optional(.string)), Property("portName", .string),
            Property("boardId", .string),
            Property("product", .string), Property("serial", .optional(.string)), Property("channel", .string),
            Property("chip", .optional(.string)), Property("vid", .string), Property("pid", .string),
            Property("usbPath", .string), Property("bibId", .optional(.string)),
            Property("matching", .choice(["matched", "unmatched", "ambiguous", "surplus"])),
            Property("matchingReason", .optional(.string)),
            Property("status", .choice(PortStatus.allCases.map(\.rawValue))),
            Property("currentUut", .optional(.string)), Property("executionId", .optional(.string)),
            Property("executionStartTime", .optional(.dateTime)), Property("executionDurationMs", .optional(.integer)),
            Property("incarnation", .integer), Property("degraded", .optional(.string)),
            Property("lastError", .optional(.string)), Property("forgotten", .optional(.boolean)),
            Property("leaseId", .optional(.string)), Property("leaseOwner", .optional(.string)),
        ]),
        "BIBs": .object([
            Property("bibs", .array(.reference("BIB"))), Property("unusedBoards", .array(.reference("Board"))),
        ]),
        "BIB": .object([
            Property("bibId", .string), Property("file", .string), Property("description", .string),
            Property("valid", .boolean), Property("errors", .array(.string)), Property("planHash", .optional(.string)),
            Property("uuts", .array(.string)), Property("boards", .choice(BoardCount.allCases.map(\.rawValue))),
            Property("removed", .optional(.boolean)),
        ]),
        "Board": .object([
            Property("boardId", .string), Property("chip", .optional(.string)), Property("product", .string),
            Property("serial", .optional(.string)), Property("ports", .array(.string)), Property("matching", .string),
            Property("reason", .optional(.string)), Property("stanza", .optional(.string)),
        ]),
    ]
}
