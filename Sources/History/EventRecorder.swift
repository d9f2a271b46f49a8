internal import GRDB
internal import RigModel

/// Writes events as rows, inside a transaction of the caller.
///
/// Recording an event twice leaves the rows of once: a commit that failed may yet have reached the file.
struct EventRecorder {
    let database: Database
    /// The start of the service that the events belong to.
    let serviceStart: Int64
    /// Also of rows that the transaction has made: where it is rolled back they are to be dropped.
    private(set) var keys: RunKeys

    init(database: Database, serviceStart: Int64, keys: RunKeys = RunKeys()) {
        self.database = database
        self.serviceStart = serviceStart
        self.keys = keys
    }

    mutating func record(_ event: RigEvent) throws {
        switch event {
        case .executionQueued(let request, _): _ = try key(of: request)
        case .executionStarted(let request, let at): try recordStart(of: request, at: at)
        case .stepCompleted(let step): try record(step)
        case .executionCompleted(let result): try record(result)
        case .leaseChanged(let lease): try record(lease)
        case .quarantineChanged(let quarantine): try record(quarantine)
        case .alertChanged(let alert): try record(alert)
        case .audited(let entry): try record(entry)
        case .serviceStatusChanged, .portStatusChanged, .portForgotten, .planChanged, .phaseStarted, .logLine,
            .operatorAsked:
            break
        }
    }

    private mutating func recordStart(of request: ExecutionRequest, at: Timestamp) throws {
        if let key = try key(of: request.id) {
            try run("UPDATE execution SET startedAt = ? WHERE key = ? AND endedAt IS NULL", at.nanoseconds, key)
        } else {
            try insert(request, startedAt: at)
        }
    }

    mutating func record(_ result: ExecutionResult) throws {
        try run(
            """
            UPDATE execution SET startedAt = ?, endedAt = ?, duration = ?, verdict = ?, worstLevel = ?, unitSerial = ?,
                stepsDone = ?, explanation = ?, decidingStep = ? WHERE key = ?
            """,
            result.startedAt?.nanoseconds, result.endedAt.nanoseconds, result.duration.nanoseconds,
            result.verdict.rawValue, result.worstLevel?.rawValue, result.unitSerial, result.stepsDone,
            result.explanation, result.decidingStep, try key(of: result.request))
        keys.forget(result.request.id)
    }

    /// The key of a run, whose row is made where it is not there yet.
    private mutating func key(of request: ExecutionRequest) throws -> Int64 {
        try key(of: request.id) ?? insert(request, startedAt: nil)
    }

    @discardableResult
    private mutating func insert(_ request: ExecutionRequest, startedAt: Timestamp?) throws -> Int64 {
        try run(
            """
            INSERT INTO execution (id, serviceStart, bib, uut, instance, board, planHash, origin, stepCount, requestedAt,
                startedAt, priority, recovers)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            request.id.rawValue, serviceStart, request.bib.rawValue, request.uut.rawValue, request.instance.rawValue,
            request.board.rawValue, request.planHash, request.origin, request.stepCount,
            request.requestedAt.nanoseconds, startedAt?.nanoseconds, request.priority, request.recovers?.rawValue)
        let key = database.lastInsertedRowID
        keys.remember(key, of: request.id)
        for (position, assigned) in request.ports.enumerated() {
            try run(
                """
                INSERT INTO executionPort (execution, position, alias, port, devicePath, channel)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                key, position, assigned.alias, assigned.port.rawValue, assigned.devicePath,
                Int(assigned.channel.rawValue))
        }
        for (position, resource) in request.resources.enumerated() {
            try run(
                "INSERT INTO executionResource (execution, position, name) VALUES (?, ?, ?)",
                key, position, resource.rawValue)
        }
        return key
    }

    /// The key of a run that the store has; nil where it has none.
    mutating func key(of id: ExecutionID) throws -> Int64? {
        if let key = keys[id] { return key }
        let statement = try database.cachedStatement(sql: "SELECT key FROM execution WHERE id = ?")
        guard let key = try Int64.fetchOne(statement, arguments: [id.rawValue]) else { return nil }
        keys.remember(key, of: id)
        return key
    }

    /// Executes a statement with its arguments bound one after the other; those that are missing are NULL.
    ///
    /// GRDB's own `execute(arguments:)` puts each of them into a box first, and all of them into three arrays: a row of ten
    /// values then takes half as long again.
    func run<each Value: StatementBinding>(_ sql: String, _ value: repeat each Value) throws {
        let statement = try database.cachedStatement(sql: sql)
        // Resets it, and tells GRDB that what is bound below is not for it to check.
        statement.setUncheckedArguments(StatementArguments())
        var index: CInt = 0
        func bind(_ value: some StatementBinding) throws {
            index += 1
            let code = ResultCode(rawValue: value.bind(to: statement.sqliteStatement, at: index))
            guard code == .SQLITE_OK else {
                throw DatabaseError(resultCode: code, message: database.lastErrorMessage, sql: sql)
            }
        }
        repeat try bind(each value)
        try statement.execute()
    }
}
