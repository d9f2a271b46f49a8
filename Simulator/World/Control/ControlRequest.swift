/// What a world is asked to do: one JSON object a line on its control socket.
public struct ControlRequest: Sendable, Hashable, Codable {
    public enum Verb: String, Sendable, Hashable, Codable, CaseIterable {
        case boards, plug, unplug, replug, fault, clear, udev
    }
    public var verb: Verb
    /// The board's id on the bench; every verb but `boards` and `udev` needs it.
    public var board: String?
    /// `plug` and `replug`: the tty of the first port, `ttyUSB9`, or of each, `ttyUSB9,ttyUSB8`; the lowest free where
    /// absent.
    public var tty: String?
    /// `fault`: the kind. `clear`: the id of the fault; all of the board's where absent. `udev`: what becomes of events
    /// from now on: `tell`, `hold`, `lose`; or `flood`, which fills the listeners' buffers.
    public var kind: String?
    /// `fault`: its parameters by name, as board scripts write them.
    public var parameters: [String: String]?

    public init(
        verb: Verb, board: String? = nil, tty: String? = nil, kind: String? = nil, parameters: [String: String]? = nil
    ) {
        self.verb = verb
        self.board = board
        self.tty = tty
        self.kind = kind
        self.parameters = parameters
    }

    enum CodingKeys: String, CodingKey {
        case verb = "do"
        case tty = "as"
        case board, kind, parameters
    }
}
