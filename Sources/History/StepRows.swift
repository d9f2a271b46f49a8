internal import FoundationEssentials
internal import GRDB
internal import RigModel

/// Reads the steps of a run, with all that hangs on them.
struct StepRows {
    let database: Database

    func steps(of execution: ExecutionRow) throws -> [StepRecord] {
        let rows = try fetch("SELECT * FROM step WHERE execution = ? ORDER BY ordinal", execution.key)
        return try rows.map { row in
            let key: Int64 = row["key"]
            return StepRecord(
                execution: execution.request.id, bib: execution.request.bib, instance: execution.request.instance,
                position: StepPosition(
                    phase: try row.decode("phase"), iteration: row["iteration"], index: row["indexInPhase"]),
                ordinal: row["ordinal"], stepID: row["id"], port: PortID(row["port"] as String),
                verdict: try row.decode("verdict"), retried: row["isRetried"],
                startedAt: Timestamp(nanoseconds: row["startedAt"]), duration: .nanoseconds(row["duration"] as Int64),
                attempts: try attempts(of: key), captures: try captures(of: key),
                measurements: try measurements(of: key), explanation: row["explanation"], hints: try hints(of: key))
        }
    }

    private func attempts(of step: Int64) throws -> [AttemptRecord] {
        try fetch("SELECT * FROM attempt WHERE step = ? ORDER BY number", step).map { row in
            func bytes(_ column: String) -> [UInt8] { (row[column] as Data?).map(Array.init) ?? [] }
            return AttemptRecord(
                number: row["number"], startedAt: Timestamp(nanoseconds: row["startedAt"]),
                duration: .nanoseconds(row["duration"] as Int64), sent: bytes("sent"), received: bytes("received"),
                discarded: bytes("discarded"), leftOver: bytes("leftOver"), outcome: try outcome(in: row),
                explanation: row["explanation"])
        }
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

    private func captures(of step: Int64) throws -> [String: String] {
        let pairs = try fetch("SELECT name, value FROM capture WHERE step = ?", step).map { row in
            (row["name"] as String, row["value"] as String)
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func measurements(of step: Int64) throws -> [MeasurementRecord] {
        try fetch("SELECT * FROM measurement WHERE step = ? ORDER BY position", step).map { row in
            MeasurementRecord(
                name: row["name"], value: row["value"], text: row["text"], unit: row["unit"], min: row["minimum"],
                max: row["maximum"], level: try row.decode("level"))
        }
    }

    private func hints(of step: Int64) throws -> [String] {
        try fetch("SELECT text FROM stepHint WHERE step = ? ORDER BY position", step).map { $0["text"] }
    }

    private func fetch(_ sql: String, _ key: Int64) throws -> [Row] {
        try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: [key])
    }
}

extension Row {
    /// A value that the store keeps as the word of an enum.
    fileprivate func decode<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        let word = self[column] as String? ?? "NULL"
        guard let value = Value(rawValue: word) else {
            throw DatabaseError(
                resultCode: .SQLITE_MISMATCH, message: "column \(column) has the unknown word '\(word)'")
        }
        return value
    }
}
