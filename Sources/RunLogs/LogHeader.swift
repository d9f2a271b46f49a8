internal import RigModel

/// The top of a run's log: what was run on what.
struct LogHeader: Sendable, Hashable {
    static let firstLine = "# portpool run log, format 1"

    var execution: ExecutionID
    var bib: BIBID
    var instance: UUTInstanceID
    var board: BoardID
    var ports: [AssignedPort]
    var planHash: String
    var origin: String
    var requestedAt: Timestamp
    var startedAt: Timestamp
    var stepCount: Int

    init(_ request: ExecutionRequest, startedAt: Timestamp) {
        execution = request.id
        bib = request.bib
        instance = request.instance
        board = request.board
        ports = request.ports
        planHash = request.planHash
        origin = request.origin
        requestedAt = request.requestedAt
        self.startedAt = startedAt
        stepCount = request.stepCount
    }

    func text(zone: StationZone) -> String {
        var fields = LogFields()
        fields.add("execution", execution.rawValue)
        fields.add("bib", bib.rawValue)
        fields.add("uut", instance.rawValue)
        fields.add("board", board.rawValue)
        for assigned in ports {
            fields.add("port", "\(assigned.alias) = \(assigned.port) on \(assigned.devicePath)")
        }
        fields.add("plan", "sha256 \(planHash)")
        fields.add("asked", "\(zone.rfc3339(requestedAt)) by \(origin)")
        fields.add("started", "\(zone.rfc3339(startedAt)) \(zone.name)")
        fields.add("steps", "\(stepCount)")
        return "\(Self.firstLine)\n\(fields.text)#\n"
    }

    func json(zone: StationZone) -> JSONObject {
        var object = JSONObject()
        object.add("type", "header")
        object.add("format", 1)
        object.add("executionId", execution.rawValue)
        object.add("bibId", bib.rawValue)
        object.add("uutId", instance.rawValue)
        object.add("boardId", board.rawValue)
        object.add(
            "ports",
            ports.map { assigned in
                var port = JSONObject()
                port.add("alias", assigned.alias)
                port.add("port", assigned.port.rawValue)
                port.add("portName", assigned.devicePath)
                return port
            })
        object.add("planHash", planHash)
        object.add("origin", origin)
        object.add("requestedAt", zone.rfc3339(requestedAt))
        object.add("startTime", zone.rfc3339(startedAt))
        object.add("zone", zone.name)
        object.add("stepCount", stepCount)
        return object
    }
}

/// What the index needs of a header, read back from a file.
struct LogIdentity: Sendable, Hashable {
    var execution: ExecutionID
    var bib: BIBID
    var instance: UUTInstanceID
    var startedAt: Timestamp

    init(_ header: LogHeader) {
        execution = header.execution
        bib = header.bib
        instance = header.instance
        startedAt = header.startedAt
    }

    /// - Parameter top: the first lines of a file; nil where it does not begin as a run's log does.
    init?(parsing top: String) {
        guard top.hasPrefix(LogHeader.firstLine) else { return nil }
        let fields = LogFields(parsing: top)
        guard let execution = fields["execution"], let bib = fields["bib"], let instance = fields["uut"],
            let started = fields["started"]?.split(separator: " ").first,
            let startedAt = Timestamp(rfc3339: String(started))
        else { return nil }
        self.execution = ExecutionID(execution)
        self.bib = BIBID(bib)
        self.instance = UUTInstanceID(instance)
        self.startedAt = startedAt
    }
}
