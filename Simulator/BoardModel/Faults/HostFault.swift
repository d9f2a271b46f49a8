internal import RigModel
internal import StrictYAML

/// What goes wrong with the machine that a board is plugged into. The board decides when, its transport carries it out.
public enum HostFault: Sendable, Hashable {
    /// The board's hub goes with all that is on it, and comes back after so long; nil: for good. A hub that switches its
    /// sockets stays itself, and only these boards go; nil: the hub, and all.
    case hubPull(after: Duration?, boards: [String]?)
    /// The board is out for so long, and nobody is told that it went.
    case lostRemove(after: Duration)
    /// The board is out for so long, and the lines that it had do not hang up.
    case lostHangup(after: Duration)
    /// The board is put back, and told of so long before its nodes are there.
    case eventBeforeNode(delay: Duration)
    /// The board is put back, and its nodes may not be opened for so long.
    case nodeForbidden(delay: Duration)
    /// Events come until Linux drops some of them.
    case netlinkOverflow
    /// Another program has the board's ports open for itself alone, until the fault is over.
    case heldPort

    var name: String {
        switch self {
        case .hubPull: "hub_pull"
        case .lostRemove: "lost_remove"
        case .lostHangup: "lost_hangup"
        case .eventBeforeNode: "event_before_node"
        case .nodeForbidden: "node_forbidden"
        case .netlinkOverflow: "netlink_overflow"
        case .heldPort: "held_port"
        }
    }

    /// Whether it lasts, and is not over when it has struck.
    var lasts: Bool { self == .heldPort }

    static let readers: [String: FaultKind.Reader] = [
        "hub_pull": { map, _ in
            let after = map["after"].map { $0.duration().map(Optional.some) } ?? .some(nil)
            let boards = map["boards"].map { $0.string().map(Self.names) } ?? .some(nil)
            guard let after, let boards else { return nil }
            return .host(.hubPull(after: after, boards: boards))
        },
        "lost_remove": { map, _ in
            (map["after"].map { $0.duration() } ?? .seconds(1)).map { .host(.lostRemove(after: $0)) }
        },
        "lost_hangup": { map, _ in
            (map["after"].map { $0.duration() } ?? .seconds(1)).map { .host(.lostHangup(after: $0)) }
        },
        "event_before_node": { map, _ in
            (map["delay"].map { $0.duration() } ?? .milliseconds(100)).map { .host(.eventBeforeNode(delay: $0)) }
        },
        "node_forbidden": { map, _ in
            (map["delay"].map { $0.duration() } ?? .milliseconds(100)).map { .host(.nodeForbidden(delay: $0)) }
        },
        "netlink_overflow": { _, _ in .host(.netlinkOverflow) },
        "held_port": { _, _ in .host(.heldPort) },
    ]

    /// `left right`: with spaces between, as commands separate parameters by commas.
    private static func names(_ text: String) -> [String]? { text.split(separator: " ").map(String.init) }

    /// The same with its times in real ones.
    /// - Parameter scale: real seconds for one of the board's.
    public func scaled(by scale: Double) -> HostFault {
        switch self {
        case .hubPull(let after, let boards): .hubPull(after: after.map { $0 * scale }, boards: boards)
        case .lostRemove(let after): .lostRemove(after: after * scale)
        case .lostHangup(let after): .lostHangup(after: after * scale)
        case .eventBeforeNode(let delay): .eventBeforeNode(delay: delay * scale)
        case .nodeForbidden(let delay): .nodeForbidden(delay: delay * scale)
        case .netlinkOverflow, .heldPort: self
        }
    }
}
