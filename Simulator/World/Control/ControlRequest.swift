public import BoardModel

/// What a world is asked to do: one JSON object a line on its control socket.
public struct ControlRequest: Sendable, Hashable, Codable {
    public enum Verb: String, Sendable, Hashable, Codable, CaseIterable {
        case boards, plug, unplug, replug, fault, clear, udev, account, script, stop
    }
    public var verb: Verb
    /// The board's id on the bench; every verb but `boards`, `udev`, `script` and `stop` needs it.
    public var board: String?
    /// `plug` and `replug`: the tty of the first port, `ttyUSB9`, or of each, `ttyUSB9,ttyUSB8`; the lowest free where
    /// absent.
    public var tty: String?
    /// `plug` and `replug`: another serial number from now on; empty: none.
    public var serial: String?
    /// `replug`: how long the board is out, by its own time: `2s`; no longer than it takes where absent.
    public var after: String?
    /// `plug` and `replug`: the ttys of the channels come in reverse order.
    public var swap: Bool?
    /// `fault`: the kind. `clear`: the id of the fault; all of the board's where absent. `udev`: what becomes of events
    /// from now on: `tell`, `hold`, `lose`; or `flood`, which fills the listeners' buffers. `script`: its file.
    /// `stop`: the script that is to happen no further, by its file or that one's name; all where absent.
    public var kind: String?
    /// `script`: a timeline in YAML, as bench files have it.
    public var script: String?
    /// `account`: `from`, the number of the first line of interest. `fault`: its parameters by name, as board scripts
    /// write them.
    public var parameters: [String: String]?

    public init(
        verb: Verb, board: String? = nil, tty: String? = nil, serial: String? = nil, after: String? = nil,
        swap: Bool? = nil, kind: String? = nil, parameters: [String: String]? = nil, script: String? = nil
    ) {
        self.verb = verb
        self.board = board
        self.tty = tty
        self.serial = serial
        self.after = after
        self.swap = swap
        self.kind = kind
        self.parameters = parameters
        self.script = script
    }

    /// `plug` and `replug`: how the board comes in.
    /// - Throws: `request` where `after` is no duration, or none is meant.
    public func comeback() throws(WorldError) -> Comeback {
        var comeback = Comeback(tty: tty, serial: serial, swaps: swap ?? false)
        guard let after else { return comeback }
        guard verb == .replug else { throw .request("'after' is for replug; \(verb.rawValue) does not wait") }
        do {
            // As the fault of that name has it.
            let fault = try Fault(kind: "replug", parameters: [("after", after)])
            if case .plug(.replug(let wanted)) = fault.kind { comeback.after = wanted.after }
        } catch { throw .request("\(error)") }
        return comeback
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case verb = "do"
        case tty = "as"
        case board, serial, after, swap, kind, parameters, script
    }
}
