/// What a world answers: one JSON object a line.
public struct ControlReply: Sendable, Hashable, Codable {
    /// Why the request was not carried out; absent where it was.
    public var error: String?
    /// Whether that is because of the script that it brought: `file:line:column: what`.
    public var isOfScript: Bool?
    /// `boards`: all of them; the other verbs: the one they changed.
    public var boards: [BoardState]?
    /// What the caller should know beside: that a fault takes the place of another.
    public var note: String?
    /// `account`: what the board says of its life.
    public var account: BoardAccount?
    /// Verbs that are for no one board: the scripts that happen beside the bench's own timeline, by the names that `stop`
    /// takes.
    public var scripts: [String]?

    public init(boards: [BoardState], note: String? = nil, scripts: [String]? = nil) {
        self.boards = boards
        self.note = note
        self.scripts = scripts
    }
    public init(account: BoardAccount) { self.account = account }
    public init(error: String) { self.error = error }
    /// Why a request was not carried out.
    public init(refusing request: ControlRequest, because error: any Error) {
        self.error = "\(error)"
        if request.verb == .script { isOfScript = true }
    }
}

/// A board of a bench as it is now.
public struct BoardState: Sendable, Hashable, Codable {
    public struct Port: Sendable, Hashable, Codable {
        /// `A` to `D`.
        public var channel: String
        /// `ttyUSB3`; absent while unplugged.
        public var tty: String?
        /// Its pty inside the world; absent while unplugged.
        public var pty: String?

        public init(channel: String, tty: String? = nil, pty: String? = nil) {
            self.channel = channel
            self.tty = tty
            self.pty = pty
        }
    }
    /// On the bench.
    public var id: String
    /// The board script's name.
    public var board: String
    public var chip: String
    public var product: String
    /// Absent where it is blank.
    public var serial: String?
    /// The USB socket.
    public var path: String
    public var plugged: Bool
    public var ports: [Port]
    /// The ids of the faults that are armed.
    public var faults: [String]

    /// The same, with what they are; absent where the transport does not say.
    public var armed: [ArmedFaultState]?

    public init(
        id: String, board: String, chip: String, product: String, serial: String?, path: String, plugged: Bool,
        ports: [Port], faults: [String], armed: [ArmedFaultState]? = nil
    ) {
        self.id = id
        self.board = board
        self.chip = chip
        self.product = product
        self.serial = serial
        self.path = path
        self.plugged = plugged
        self.ports = ports
        self.faults = faults
        self.armed = armed
    }
}
