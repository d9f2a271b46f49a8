internal import GRDB
internal import RigModel

/// One row of `execution`, and how it reads as the model's values.
struct ExecutionRow {
    static let columns = """
        key, id, bib, uut, instance, board, planHash, origin, stepCount, requestedAt, startedAt, endedAt, duration,
        verdict, worstLevel, unitSerial, stepsDone, explanation, decidingStep, priority, recovers
        """

    let key: Int64
    var request: ExecutionRequest
    let startedAt: Timestamp?
    /// Where a run has ended it has these, one and all.
    private let end: (at: Timestamp, verdict: Verdict)?
    private let row: Row

    /// - Parameter row: of `columns`, to be read before the next one is.
    init(_ row: Row) {
        self.row = row.copy()
        key = row["key"]
        request = ExecutionRequest(
            id: ExecutionID(row["id"] as String), bib: BIBID(row["bib"] as String), uut: UUTID(row["uut"] as String),
            instance: UUTInstanceID(row["instance"] as String), board: BoardID(row["board"] as String), ports: [],
            planHash: row["planHash"], requestedAt: Timestamp(nanoseconds: row["requestedAt"]), origin: row["origin"],
            stepCount: row["stepCount"], priority: row["priority"],
            recovers: (row["recovers"] as String?).map { ExecutionID($0) })
        startedAt = (row["startedAt"] as Int64?).map(Timestamp.init(nanoseconds:))
        if let at = row["endedAt"] as Int64?, let verdict = (row["verdict"] as String?).flatMap(Verdict.init) {
            end = (Timestamp(nanoseconds: at), verdict)
        } else {
            end = nil
        }
    }

    /// nil while the run goes on.
    var result: ExecutionResult? {
        guard let end else { return nil }
        return ExecutionResult(
            request: request, verdict: end.verdict, worstLevel: (row["worstLevel"] as String?).flatMap(Level.init),
            unitSerial: row["unitSerial"], startedAt: startedAt, endedAt: end.at,
            duration: .nanoseconds(row["duration"] as Int64? ?? 0), stepsDone: row["stepsDone"] ?? 0,
            explanation: row["explanation"] ?? "", decidingStep: row["decidingStep"])
    }

    /// The rows of a query on `execution`, with their ports and resources.
    static func fetch(_ database: Database, _ tail: String, _ arguments: StatementArguments) throws -> [ExecutionRow] {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM execution \(tail)")
        var executions = try Row.fetchAll(statement, arguments: arguments).map(ExecutionRow.init)
        let ports = try database.cachedStatement(
            sql: "SELECT alias, port, devicePath, channel FROM executionPort WHERE execution = ? ORDER BY position")
        let resources = try database.cachedStatement(
            sql: "SELECT name FROM executionResource WHERE execution = ? ORDER BY position")
        for index in executions.indices {
            executions[index].request.resources = try String.fetchAll(resources, arguments: [executions[index].key])
                .map { ResourceID($0) }
            executions[index].request.ports = try Row.fetchAll(ports, arguments: [executions[index].key]).map { row in
                AssignedPort(
                    alias: row["alias"], port: PortID(row["port"] as String), devicePath: row["devicePath"],
                    channel: Channel(rawValue: row["channel"]) ?? .a)
            }
        }
        return executions
    }
}
