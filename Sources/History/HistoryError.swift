/// Why the store cannot be opened; each says what to do.
public enum HistoryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file or its folder cannot be read or written.
    case cannotOpen(path: String, reason: String)
    /// A later version of the program has written the file.
    case newerSchema(path: String)
    /// A damaged file could not be moved out of the way.
    case cannotSetAside(path: String, reason: String)

    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "cannot open the store \(path): \(reason); check that its folder exists and belongs to this user"
        case .newerSchema(let path):
            "the store \(path) was written by a newer version of this program; use that version, or move the file away"
        case .cannotSetAside(let path, let reason):
            "the store \(path) is damaged and cannot be moved aside: \(reason); move it away by hand"
        }
    }
}
