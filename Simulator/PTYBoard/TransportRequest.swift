/// What a board asks of whoever has plugged it in.
public enum TransportRequest: Sendable, Hashable {
    /// A fault has pulled the plug: the ptys have hung up, and their nodes are to go.
    case unplugged
    /// Plug the board in again after so much real time, under a tty name if one is given.
    case replug(after: Duration, tty: String?)
}
