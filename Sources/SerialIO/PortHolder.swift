/// Who has a line open that we want.
public enum PortHolder: Sendable, Hashable, CustomStringConvertible {
    case process(pid: Int32, name: String)
    /// Nobody that /proc shows us: another user's process, or one of another pid namespace.
    case unknown

    public var description: String {
        switch self {
        case .process(let pid, let name): "\(name) (pid \(pid))"
        case .unknown: "another user's process (/proc does not show us which)"
        }
    }
}
