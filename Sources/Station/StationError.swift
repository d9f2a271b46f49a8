public import RigModel

/// Why a station cannot be started. Each says what to do.
public enum StationError: Error, Sendable, CustomStringConvertible {
    /// A configuration file that cannot be read.
    case unreadable(file: String, reason: String)
    /// A configuration that is wrong: `file:line:column: what`, all of it.
    case badConfiguration([String])
    /// The state folder cannot be made or written.
    case stateFolder(path: String, reason: String)
    /// Another process works on the same state.
    case stateInUse(path: String, holder: String)
    /// The store cannot be used, and could not be replaced.
    case store(String)
    /// The page and the API cannot be served.
    case dashboard(String)
    /// The ports cannot be followed.
    case discovery(String)
    /// No board of the BIB was found in time.
    case noBoard(BIBID, waited: Duration)

    /// Whether a file has to be mended, rather than the machine.
    public var isConfiguration: Bool {
        switch self {
        case .unreadable, .badConfiguration: true
        case .stateFolder, .stateInUse, .store, .dashboard, .discovery, .noBoard: false
        }
    }

    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "the configuration '\(file)' is of no use: \(reason)"
        case .badConfiguration(let errors): errors.joined(separator: "\n")
        case .stateFolder(let path, let reason):
            "the state folder '\(path)' is of no use: \(reason); name another with --state"
        case .stateInUse(let path, let holder):
            "\(holder) works on the state folder '\(path)' already; ask it, stop it, or name another folder with --state"
        case .store(let what), .dashboard(let what), .discovery(let what): what
        case .noBoard(let bib, let waited): "no board of '\(bib)' is plugged in (looked for \(waited))"
        }
    }
}
