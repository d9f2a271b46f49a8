extension API {
    /// One line of a run's log; event LogMessage carries an array of them in `lines`.
    public struct LogMessage: Codable, Sendable, Hashable {
        public var time: String
        public var elapsedMs: Int64
        public var level: LogLine.Severity
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var executionId: ExecutionID
        public var phase: Phase?
        public var step: String?
        /// TX, RX, RX- (discarded) or -- (a note).
        public var direction: String
        public var port: PortID?
        /// Bytes with the invisible ones made visible, or the note.
        public var text: String
        public init(_ line: LogLine, zone: StationZone) {
            time = zone.rfc3339(line.at)
            elapsedMs = line.elapsed.milliseconds
            level = line.severity
            bibId = line.bib
            uutId = line.instance
            executionId = line.execution
            phase = line.phase
            step = line.step
            direction = line.content.direction
            port = line.content.port
            text = line.content.text
        }
    }

    /// Event LogMessage: lines come in batches.
    public struct LogBatch: Codable, Sendable, Hashable {
        public var lines: [LogMessage]
        public init(lines: [LogMessage]) { self.lines = lines }
    }

    /// GET logs: the units that have logs.
    public struct LogTree: Codable, Sendable, Hashable {
        public struct Unit: Codable, Sendable, Hashable {
            public var bibId: BIBID
            public var uutId: UUTInstanceID
            public var runs: Int
            public init(bibId: BIBID, uutId: UUTInstanceID, runs: Int) {
                self.bibId = bibId
                self.uutId = uutId
                self.runs = runs
            }
        }
        public var units: [Unit]
        public init(units: [Unit]) { self.units = units }
    }

    /// GET logs/{bib}/{uut}: its runs, newest first, and the lines of the newest.
    public struct UnitLog: Codable, Sendable, Hashable {
        public struct Run: Codable, Sendable, Hashable {
            public var executionId: ExecutionID
            /// Below the log folder.
            public var path: String
            public var size: Int
            /// Absent while the run goes on.
            public var verdict: Verdict?
            public var startTime: String
            public init(_ run: LoggedRun, zone: StationZone) {
                executionId = run.execution
                path = run.path
                size = run.size
                verdict = run.verdict
                startTime = zone.rfc3339(run.startedAt)
            }
        }
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var runs: [Run]
        /// Of the newest run, as in its file; the last ones where there are more than were asked for.
        public var lines: [String]
        public init(bibId: BIBID, uutId: UUTInstanceID, runs: [Run], lines: [String]) {
            self.bibId = bibId
            self.uutId = uutId
            self.runs = runs
            self.lines = lines
        }
    }

    /// Event gap: so many messages were dropped for this client, which was too slow for them.
    public struct Gap: Codable, Sendable, Hashable {
        public var dropped: Int
        public init(dropped: Int) { self.dropped = dropped }
    }

    /// Events reset and bye: read the snapshot anew; the service is going.
    public struct Notice: Codable, Sendable, Hashable {
        public var reason: String
        public init(reason: String) { self.reason = reason }
    }

    /// Event heartbeat, every 15 s.
    public struct Heartbeat: Codable, Sendable, Hashable {
        public var time: String
        public var uptimeSeconds: Int
        public init(time: String, uptimeSeconds: Int) {
            self.time = time
            self.uptimeSeconds = uptimeSeconds
        }
    }
}
