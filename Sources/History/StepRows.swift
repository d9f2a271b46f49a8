internal import FoundationEssentials
internal import GRDB
internal import RigModel

/// Reads the steps of a run, with all that hangs on them: a query for each table, however many steps there are.
struct StepRows {
    let database: Database

    func steps(of execution: ExecutionRow) throws -> [StepRecord] {
        let steps = try fetch("SELECT * FROM step WHERE execution = ? ORDER BY ordinal", execution.key)
        let attempts = try rows(of: "attempt", by: "number", execution.key)
        let captures = try rows(of: "capture", by: "name", execution.key)
        let measurements = try rows(of: "measurement", by: "position", execution.key)
        let hints = try rows(of: "stepHint", by: "position", execution.key)
        return try steps.map { row in
            let key: Int64 = row["key"]
            return StepRecord(
                execution: execution.request.id, bib: execution.request.bib, instance: execution.request.instance,
                position: StepPosition(
                    phase: try row.decode("phase"), iteration: row["iteration"], index: row["indexInPhase"]),
                ordinal: row["ordinal"], stepID: row["id"], port: PortID(row["port"] as String),
                sentOn: (row["sentOn"] as String?).map { PortID($0) }, verdict: try row.decode("verdict"),
                retried: row["isRetried"],
                startedAt: Timestamp(nanoseconds: row["startedAt"]), duration: .nanoseconds(row["duration"] as Int64),
                attempts: try (attempts[key] ?? []).map(attempt),
                captures: Dictionary((captures[key] ?? []).map { ($0["name"], $0["value"]) }) { first, _ in first },
                measurements: try (measurements[key] ?? []).map(measurement), explanation: row["explanation"],
                hints: (hints[key] ?? []).map { $0["text"] })
        }
    }

    /// The rows of a table that hang on the run's steps, by the key of the step.
    private func rows(of table: String, by order: String, _ execution: Int64) throws -> [Int64: [Row]] {
        let rows = try fetch(
            """
            SELECT \(table).* FROM step JOIN \(table) ON \(table).step = step.key WHERE step.execution = ?
            ORDER BY \(table).\(order)
            """, execution)
        return Dictionary(grouping: rows) { $0["step"] }
    }

    private func attempt(in row: Row) throws -> AttemptRecord {
        func bytes(_ column: String) -> [UInt8] { (row[column] as Data?).map(Array.init) ?? [] }
        return AttemptRecord(
            number: row["number"], startedAt: Timestamp(nanoseconds: row["startedAt"]),
            duration: .nanoseconds(row["duration"] as Int64), sent: bytes("sent"), received: bytes("received"),
            discarded: bytes("discarded"), leftOver: bytes("leftOver"), outcome: try outcome(in: row),
            explanation: row["explanation"])
    }

    private func outcome(in row: Row) throws -> Outcome {
        let name: String = row["outcome"]
        if let level = Level(rawValue: name) { return .level(level) }
        switch name {
        case Outcome.noMatch.name: return .noMatch
        case Outcome.timeout.name: return .timeout
        case Outcome.phaseTimeout.name: return .phaseTimeout
        case Outcome.stopped.name: return .stopped
        default:
            return .error(
                RunFault(
                    try row.decode("faultKind"), port: (row["faultPort"] as String?).map { PortID($0) },
                    message: row["faultMessage"] ?? ""))
        }
    }

    private func measurement(in row: Row) throws -> MeasurementRecord {
        MeasurementRecord(
            name: row["name"], value: row["value"], text: row["text"], unit: row["unit"], min: row["minimum"],
            max: row["maximum"], level: try row.decode("level"))
    }

    private func fetch(_ sql: String, _ key: Int64) throws -> [Row] {
        try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: [key])
    }
}
