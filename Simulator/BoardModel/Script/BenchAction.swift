/// What happens to a bench from outside.
public enum BenchAction: Sendable {
    /// Nothing where the board is plugged in already.
    case plug(board: String, tty: String?)
    /// Nothing where it is not plugged in.
    case unplug(board: String)
    /// Pulled if it is plugged in, and put back.
    case replug(board: String, Comeback)
    /// The fault's channel is that of its target.
    case fault(board: String, Fault)
    /// Of that id, or all; on that board, or on all.
    case clear(board: String?, id: String?)
}
