extension API {
    /// GET bibs.
    public struct BIBs: Codable, Sendable, Hashable {
        public var bibs: [BIB]
        /// Boards that are plugged in and that no unit can be run on.
        public var unusedBoards: [Board]
        public init(bibs: [BIB], unusedBoards: [Board]) {
            self.bibs = bibs
            self.unusedBoards = unusedBoards
        }
    }

    /// GET bibs/{id}; event PlanChanged.
    public struct BIB: Codable, Sendable, Hashable {
        public var bibId: BIBID
        public var file: String
        public var description: String
        public var valid: Bool
        /// `file:line:column: what`, all of them.
        public var errors: [String]
        /// Of the version in use; absent where none was ever valid.
        public var planHash: String?
        public var uuts: [UUTID]
        /// `one` or `many`: whether several boards of it may be used at a time.
        public var boards: String
        /// True in the event that says the plan's file is gone; absent otherwise.
        public var removed: Bool?
        public init(_ status: PlanStatus) {
            bibId = status.bib
            file = status.file
            description = status.description
            valid = status.errors.isEmpty
            errors = status.errors
            planHash = status.hash
            uuts = status.uuts
            boards = status.boards.rawValue
            removed = status.isRemoved ? true : nil
        }
    }

    public struct Board: Codable, Sendable, Hashable {
        public var boardId: BoardID
        public var chip: String?
        public var product: String
        public var serial: String?
        public var ports: [PortID]
        /// unmatched, ambiguous, surplus.
        public var matching: String
        public var reason: String?
        /// A plan for it, ready to be saved; absent where plans fit already.
        public var stanza: String?
        public init(_ board: UnusedBoard) {
            boardId = board.board
            chip = board.chip?.rawValue
            product = board.product
            serial = board.serial
            ports = board.ports
            matching = board.matching.name
            reason = board.matching.reason
            stanza = board.stanza
        }
    }

    /// GET metrics; event MetricsUpdated. Rates are absent, never 0, where `n` is 0.
    public struct Metrics: Codable, Sendable, Hashable {
        /// Share of good runs among those that count in yield, 0 to 1.
        public var successRate: Double?
        public var averageExecutionMs: Double?
        public var executionsPerHour: Double
        public var errorsPerHour: Double
        public var serviceUptimeSeconds: Int
        /// Of one core, in percent, since the last reading.
        public var cpuUsage: Double
        public var memoryUsageMB: Double
        /// Runs that count in yield within the window.
        public var n: Int
        /// `1h`.
        public var window: String
        public init(
            successRate: Double?, averageExecutionMs: Double?, executionsPerHour: Double, errorsPerHour: Double,
            serviceUptimeSeconds: Int, cpuUsage: Double, memoryUsageMB: Double, n: Int, window: String
        ) {
            self.successRate = successRate
            self.averageExecutionMs = averageExecutionMs
            self.executionsPerHour = executionsPerHour
            self.errorsPerHour = errorsPerHour
            self.serviceUptimeSeconds = serviceUptimeSeconds
            self.cpuUsage = cpuUsage
            self.memoryUsageMB = memoryUsageMB
            self.n = n
            self.window = window
        }
    }

    /// GET snapshot: all that the page needs, true for `position`; events with higher positions are the deltas.
    public struct Snapshot: Codable, Sendable, Hashable {
        /// `<epoch>-<sequence>`.
        public var position: String
        public var time: String
        public var status: Status
        public var ports: Ports
        public var executions: Executions
        /// That wait or are held, in the order of asking.
        public var leases: [Lease]
        /// That are open, in the order of firing.
        public var alerts: [Alert]
        /// The last finished run of each unit instance, newest first; stays until the next one.
        public var lastVerdicts: [Execution]
        public var bibs: BIBs
        public var metrics: Metrics
        /// The newest lines of all logs, oldest first; at most 200.
        public var logTail: [LogMessage]
        public init(
            position: String, time: String, status: Status, ports: Ports, executions: Executions,
            leases: [Lease] = [], alerts: [Alert] = [], lastVerdicts: [Execution], bibs: BIBs, metrics: Metrics,
            logTail: [LogMessage]
        ) {
            self.position = position
            self.time = time
            self.status = status
            self.ports = ports
            self.executions = executions
            self.leases = leases
            self.alerts = alerts
            self.lastVerdicts = lastVerdicts
            self.bibs = bibs
            self.metrics = metrics
            self.logTail = logTail
        }
    }
}
