extension API {
    /// GET ports. The counts always add up to `total`.
    public struct Ports: Codable, Sendable, Hashable {
        public var total: Int
        public var inUse: Int
        public var available: Int
        public var error: Int
        public var reserved: Int
        public var offline: Int
        public var quarantined: Int
        public var ports: [Port]

        public init(_ ports: [Port]) {
            func count(_ status: PortStatus) -> Int { ports.count { $0.status == status } }
            total = ports.count
            inUse = count(.inUse)
            available = count(.available)
            error = count(.error)
            reserved = count(.reserved)
            offline = count(.offline)
            quarantined = count(.quarantined)
            self.ports = ports
        }
    }

    /// GET ports/{id}; event PortStatusChanged.
    public struct Port: Codable, Sendable, Hashable {
        public var id: PortID
        /// What the station's `rig.yaml` calls it; absent where it has no such name.
        public var alias: String?
        /// Where it is opened now: `/dev/ttyUSB3`.
        public var portName: String
        public var boardId: BoardID
        public var product: String
        /// Absent where the chip has none.
        public var serial: String?
        public var channel: String
        /// `FT4232H`; absent for a chip that is not in the table.
        public var chip: String?
        public var vid: String
        public var pid: String
        public var usbPath: String
        public var bibId: BIBID?
        /// matched, unmatched, ambiguous, surplus.
        public var matching: String
        /// Why it is not matched, for people; absent where it is.
        public var matchingReason: String?
        public var status: PortStatus
        public var currentUut: UUTInstanceID?
        public var executionId: ExecutionID?
        public var executionStartTime: String?
        public var executionDurationMs: Int64?
        public var incarnation: Int
        /// Why the board is known by its USB socket and not its serial number; absent where it is known by its number.
        public var degraded: String?
        public var lastError: String?
        /// By which the port is not free: `run-` and an execution's id, or the id of a lease.
        public var leaseId: LeaseID?
        /// The person or program that holds the lease; absent where a run does.
        public var leaseOwner: String?
        /// True in the event that says the port was forgotten; absent otherwise.
        public var forgotten: Bool?

        public init(_ snapshot: PortSnapshot, now: Timestamp, zone: StationZone) {
            let port = snapshot.port
            id = port.id
            portName = port.devicePath
            boardId = port.board
            product = port.product
            serial = port.serial
            channel = "\(port.channel)"
            chip = port.chip?.rawValue
            vid = port.vendorID
            pid = port.productID
            usbPath = port.usbPath
            bibId = snapshot.matching.bib
            matching = snapshot.matching.name
            matchingReason = snapshot.matching.reason
            status = snapshot.status
            currentUut = snapshot.uut
            executionId = snapshot.execution
            executionStartTime = snapshot.since.map(zone.rfc3339)
            executionDurationMs = snapshot.since.map { $0.duration(to: now).milliseconds }
            incarnation = port.incarnation
            degraded = port.degraded
            lastError = snapshot.lastError
            leaseId = snapshot.lease
            leaseOwner = snapshot.leaseOwner
        }
    }
}

extension BoardMatching {
    /// The word that the API uses.
    public var name: String {
        switch self {
        case .matched: "matched"
        case .unmatched: "unmatched"
        case .ambiguous: "ambiguous"
        case .surplus: "surplus"
        }
    }
    /// Why no unit of the board can be run; nil where units can be.
    public var reason: String? {
        switch self {
        case .matched: nil
        case .unmatched: "no plan fits this board; a plan ready to be saved is shown with the BIBs"
        case .ambiguous(let bibs):
            "several plans fit this board (\(bibs.map(\.rawValue).joined(separator: ", "))); make their 'match' differ"
        case .surplus(let bib): "'\(bib)' is for one board and has one already; say 'boards: many' to use both"
        }
    }
}
