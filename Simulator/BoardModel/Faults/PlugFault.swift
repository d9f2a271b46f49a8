internal import RigModel
internal import StrictYAML

/// The plug is pulled, and perhaps put back. The board loses its power: its state and variables are as at first.
public enum PlugFault: Sendable, Hashable {
    case unplug
    case replug(Comeback)

    var name: String {
        switch self {
        case .unplug: "unplug"
        case .replug: "replug"
        }
    }

    static let readers: [String: FaultKind.Reader] = [
        "unplug": { _, _ in .plug(.unplug) },
        "replug": { map, scope in Comeback.read(map, scope, after: .seconds(2)).map { .plug(.replug($0)) } },
    ]

    /// What the board's transport is asked to do.
    var actions: [BoardAction] {
        switch self {
        case .unplug: [.unplug]
        case .replug(let comeback): [.unplug, .replug(comeback)]
        }
    }
}
