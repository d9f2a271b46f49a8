public import RigModel

/// What a board wants done in the world outside.
public enum BoardAction: Sendable, Hashable {
    /// Bytes for the rig, now.
    case emit(Channel, [UInt8])
    /// Pull the plug, once the bytes emitted before have arrived. The machine is without power from here on.
    case unplug
    /// Put the plug back so much later, under a tty name if one is given.
    case replug(after: Duration, tty: String?)
}
