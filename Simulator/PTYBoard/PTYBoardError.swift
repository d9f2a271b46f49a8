internal import Glibc
public import RigModel

/// A board could not be put on ptys.
public enum PTYBoardError: Error, Sendable, Hashable, CustomStringConvertible {
    case alreadyPlugged(board: String)
    /// A system call failed; `channel` where it was for one.
    case system(board: String, channel: Channel?, call: String, errno: Int32)

    init(_ failure: BoardChassis.Failure, board: String) {
        self = .system(board: board, channel: nil, call: failure.call, errno: failure.errno)
    }

    public var description: String {
        switch self {
        case .alreadyPlugged(let board): "\(board) is plugged in already"
        case .system(let board, let channel, let call, let code):
            "\(board)\(channel.map { "-\($0)" } ?? ""): \(call) failed: \(String(cString: strerror(code)))"
                + Self.remedy(call: call, errno: code)
        }
    }

    private static func remedy(call: String, errno code: Int32) -> String {
        switch (call, code) {
        case ("inotify_init1", EMFILE): "; raise fs.inotify.max_user_instances"
        case ("inotify_add_watch", ENOSPC): "; raise fs.inotify.max_user_watches"
        case ("posix_openpt", ENOSPC): "; raise kernel.pty.max"
        case (_, EMFILE), (_, ENFILE): "; raise the limit of open files (ulimit -n)"
        default: ""
        }
    }
}
