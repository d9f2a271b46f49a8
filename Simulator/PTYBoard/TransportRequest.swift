public import BoardModel
public import RigModel

/// What a board asks of whoever has plugged it in. All times are real.
public enum TransportRequest: Sendable, Hashable {
    /// A fault has pulled the plug: the ptys have hung up, and their nodes are to go.
    case unplugged
    /// Plug the board in again.
    case replug(Comeback)
    /// A channel is on another pty from now on, and its node is to lead there. Nobody has it open.
    case moved(Channel, to: String)
    /// Let this go wrong with the machine; `id` is the fault's, `channel` nil the whole board.
    case host(HostFault, channel: Channel?, id: String)
    /// The fault of that id is over, which went wrong with the machine.
    case recovered(id: String)
}
