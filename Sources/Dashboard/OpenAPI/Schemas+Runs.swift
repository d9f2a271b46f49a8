internal import RigModel

extension Schemas {
    /// Runs and their steps.
    static let runs: [String: Schema] = [
        "Executions": .object([
            Property("active", .array(.reference("ActiveExecution"))),
            Property("queued", .array(.reference("QueuedExecution"))),
            Property("recent", .array(.reference("Execution"))), Property("nextCursor", .optional(.string)),
        ]),
        "ActiveExecution": .object(
            identity + [
                Property("portName", .string), Property("ports", .array(.string)), Property("startTime", .dateTime),
                Property("currentPhase", .optional(phase)), Property("step", .optional(.string)),
                Property("stepIndex", .integer), Property("stepCount", .integer), Property("durationMs", .integer),
                Property("duration", .integer), Property("validationLevel", verdict),
                Property("progressPercentage", .number), Property("etaMs", .optional(.integer)),
                Property("question", .optional(.reference("Question"))),
            ]),
        "QueuedExecution": .object(
            identity + [
                Property("requestedAt", .dateTime), Property("waitingFor", .array(.string)),
                Property("stepCount", .integer),
            ]),
        "Execution": .object(
            identity + [
                Property("portName", .string), Property("ports", .array(.string)), Property("verdict", verdict),
                Property("validationLevel", .optional(level)), Property("unitSerial", .optional(.string)),
                Property("requestedAt", .dateTime), Property("startTime", .optional(.dateTime)),
                Property("endTime", .dateTime), Property("durationMs", .integer), Property("duration", .integer),
                Property("stepsDone", .integer), Property("stepCount", .integer), Property("explanation", .string),
                Property("decidingStep", .optional(.string)), Property("planHash", .string),
                Property("origin", .string), Property("priority", .integer), Property("resources", .array(.string)),
                Property("recovers", .optional(.string)), Property("stored", .boolean),
            ]),
        "ExecutionDetails": .object(
            identity + [
                Property("state", .choice(["queued", "active", "completed"])), Property("planHash", .string),
                Property("requestedAt", .dateTime), Property("startTime", .optional(.dateTime)),
                Property("result", .optional(.reference("Execution"))), Property("steps", .array(.reference("Step"))),
                Property("log", .optional(.string)), Property("question", .optional(.reference("Question"))),
            ]),
        "Step": .object([
            Property("executionId", .string), Property("bibId", .string), Property("uutId", .string),
            Property("phase", phase), Property("iteration", .integer), Property("index", .integer),
            Property("ordinal", .integer), Property("step", .string), Property("port", .string),
            Property("sentOn", .optional(.string)),
            Property("verdict", verdict), Property("retried", .boolean), Property("startTime", .dateTime),
            Property("durationMs", .integer), Property("explanation", .string), Property("hints", .array(.string)),
            Property("captures", .map(.string)),
            Property("measurements", .array(.reference("Measurement"))),
            Property("attempts", .array(.reference("Attempt"))),
        ]),
        "Measurement": .object([
            Property("name", .string), Property("value", .optional(.number)), Property("text", .string),
            Property("unit", .string), Property("min", .optional(.number)), Property("max", .optional(.number)),
            Property("level", level),
        ]),
        "Attempt": .object(
            [Property("number", .integer), Property("startTime", .dateTime), Property("durationMs", .integer)]
                + ["outcome", "explanation", "sent", "received", "discarded", "leftOver", "sentHex", "receivedHex"]
                .map { Property($0, .string) }),
        "StartExecution": .object([
            Property("bibId", PathParameter.bib.schema), Property("uutId", .optional(PathParameter.uut.schema)),
            Property("boardId", .optional(PathParameter.bib.schema)), Property("serial", .optional(.string)),
            Property("priority", .optional(.whole(Endpoints.priorities))),
            Property("repeats", .optional(PathParameter.execution.schema)),
        ]),
        "Question": .object([
            Property("executionId", .string), Property("bibId", .string), Property("uutId", .string),
            Property("step", .string), Property("kind", .choice(OperatorPrompt.Kind.allCases.map(\.rawValue))),
            Property("text", .string), Property("askedAt", .dateTime), Property("deadline", .dateTime),
            Property("open", .boolean),
        ]),
        "Answer": .object([
            Property("step", .string), Property("text", .optional(.string)), Property("confirmed", .optional(.boolean)),
        ]),
        "StartedExecution": .object(identity + [Property("requestedAt", .dateTime), Property("stepCount", .integer)]),
        "StartedExecutions": .object([Property("executions", .array(.reference("StartedExecution")))]),
    ]

    private static let identity = ["executionId", "bibId", "uutId", "boardId"].map { Property($0, .string) }
}
