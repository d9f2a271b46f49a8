/// Why the runs of a store cannot be read; each says what to do.
public enum StoredRunsError: Error, Sendable, Hashable, CustomStringConvertible {
    case noStore(path: String)
    /// Another version has written the file.
    case otherVersion(path: String, isNewer: Bool)
    case cannotRead(path: String, reason: String)

    public var description: String {
        switch self {
        case .noStore(let path):
            "there is no store at \(path): no service has run with this state folder; name its folder with --state"
        case .otherVersion(let path, true):
            "the store \(path) was written by a newer version of this program; use that version"
        case .otherVersion(let path, false):
            "the store \(path) was written by an older version of this program; start the service once, it brings the "
                + "file up to date"
        case .cannotRead(let path, let reason):
            "the store \(path) cannot be read: \(reason); it must be readable by this user, and its folder writable "
                + "(SQLite keeps its shared memory there)"
        }
    }
}
