/// A board's script could not be used.
public enum BoardFileError: Error, Sendable, Hashable, CustomStringConvertible {
    case notFound(name: String, candidates: [String])
    case unreadable(String)
    /// What is wrong with it, one line each, as `file:line:column: what`.
    case invalid(String)

    public var description: String {
        switch self {
        case .notFound(let name, let candidates):
            "there is no board '\(name)': looked for \(candidates.joined(separator: ", "))"
        case .unreadable(let path): "\(path): cannot be read; check its permissions"
        case .invalid(let problems): problems
        }
    }
}
