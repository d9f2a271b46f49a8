/// Why no script can be made of what was recorded.
public enum RecordingError: Error, Sendable, Hashable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    /// There is no run's log in form for programs.
    case noLog(path: String)
    case badLine(path: String, line: Int, what: String)
    /// The log itself says that lines are missing.
    case lacksLines(path: String, count: Int)
    /// What stands above the log's seal is not what was sealed, by the SHA-256 of both.
    case altered(path: String, sealed: String, found: String)
    case severalBoards([String])
    case noSuchBoard(String, known: [String])
    case tooManyChannels(chip: String, count: Int, channel: String)
    case nothing
    /// The script that was made says something else than what was recorded.
    case unfaithful(String)
    case line(path: String, doing: String, reason: String)

    /// The exit code of `uutsim`: 4 what was given cannot be used, 2 the rest.
    public var exitCode: Int32 {
        switch self {
        case .unreadable, .noLog, .badLine, .lacksLines, .altered, .severalBoards, .noSuchBoard, .tooManyChannels: 4
        case .nothing, .unfaithful, .line: 2
        }
    }

    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .noLog(let path):
            "\(path): no run's log; give logs that end in .jsonl, as they are below logs/BIB_... of the service's state "
                + "folder, or a folder of them (an export has the bytes, but not when each came)"
        case .badLine(let path, let line, let what): "\(path):\(line): \(what)"
        case .lacksLines(let path, let count):
            "\(path): \(count) lines are missing in it; have the service write it anew: portpool logs rebuild"
        case .altered(let path, let sealed, let found):
            "\(path): it is not what the service sealed: the seal has sha256 \(sealed), and what stands above it has "
                + "\(found); have the service write it anew: portpool logs rebuild"
        case .severalBoards(let boards):
            "the logs are of \(boards.count) boards; choose one with --of: \(boards.joined(separator: ", "))"
        case .noSuchBoard(let board, let known):
            "no log is of the board \(board); there are \(known.joined(separator: ", "))"
        case .tooManyChannels(let chip, let count, let channel):
            "an \(chip) has \(count) channels, and channel \(channel) was recorded; give another with --pid, as 6011"
        case .nothing: "nothing was recorded: no byte passed"
        case .unfaithful(let difference):
            "the script does not say what was recorded, so it is not written: \(difference)"
        case .line(let path, let doing, let reason): "\(path): \(doing) failed: \(reason)"
        }
    }
}
