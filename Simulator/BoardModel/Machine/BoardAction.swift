public import RigModel

/// What a board wants done in the world outside.
public enum BoardAction: Sendable, Hashable {
    /// Bytes for the rig, now.
    case emit(Channel, [UInt8])
    /// Pull the plug, once the bytes emitted before have arrived. The machine is without power from here on.
    case unplug
    /// Put the plug back.
    case replug(Comeback)
    /// Let this go wrong with the machine that the board is plugged into. `id` is the fault's; `channel` nil: the whole
    /// board.
    case host(HostFault, channel: Channel?, id: String)
    /// The fault of that id is over, which the host has let go wrong.
    case recovered(id: String)
    /// Let this go wrong with the chip; `channel` nil: with all of it.
    case chip(ChipFault, channel: Channel?)
}
