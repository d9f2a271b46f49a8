internal import Glibc
internal import PTYBoard

/// A board could not be put on a chip, or a chip not on a machine.
public enum ChipBoardError: Error, Sendable, Hashable, CustomStringConvertible {
    case alreadyPlugged(board: String)
    /// A system call failed.
    case system(board: String, call: String, errno: Int32)
    /// The machine that the chip is to be plugged into could not be reached.
    case machine(String)

    init(_ failure: BoardChassis.Failure, board: String) {
        self = .system(board: board, call: failure.call, errno: failure.errno)
    }

    public var description: String {
        switch self {
        case .alreadyPlugged(let board): "\(board) is plugged in already"
        case .system(let board, let call, let code):
            "\(board): \(call) failed: \(String(cString: strerror(code)))"
                + (code == EMFILE || code == ENFILE ? "; raise the limit of open files (ulimit -n)" : "")
        case .machine(let reason): reason
        }
    }
}
