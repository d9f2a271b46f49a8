/// What a ``DeviceSource`` tells.
public enum DeviceEvent: Sendable, Hashable {
    /// A tty is there; also told of one that was known before, with its facts as they are now.
    case added(TTYDevice)
    case removed(syspath: String)
    /// Events were lost, because they came faster than they were taken; all that is there follows.
    case overflowed
    /// All that is there: first of all, and after events were lost.
    case resync([TTYDevice])
    /// All that is wrong now with what the source is told by, each in a sentence; empty once nothing is. Told when it
    /// changes.
    case troubles([String])
}
