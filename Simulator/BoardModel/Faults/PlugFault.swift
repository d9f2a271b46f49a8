internal import StrictYAML

/// The plug is pulled, and perhaps put back. The board loses its power: its state and variables are as at first.
public enum PlugFault: Sendable, Hashable {
    case unplug
    /// Pulled, and put back after a while, under another tty name if one is given.
    case replug(after: Duration, tty: String?)

    var name: String {
        switch self {
        case .unplug: "unplug"
        case .replug: "replug"
        }
    }

    static let readers: [String: FaultKind.Reader] = [
        "unplug": { _, _ in .plug(.unplug) },
        "replug": { map, scope in
            let after = map["after"].map { $0.duration() } ?? .seconds(2)
            let tty = map["as"].map { scope.ttyName($0) } ?? .some(nil)
            guard let after, let tty else { return nil }
            return .plug(.replug(after: after, tty: tty))
        },
    ]

    /// What the board's transport is asked to do.
    var actions: [BoardAction] {
        switch self {
        case .unplug: [.unplug]
        case .replug(let delay, let tty): [.unplug, .replug(after: delay, tty: tty)]
        }
    }
}
