public import RigModel

/// What became of the ports after a ``DeviceEvent``.
public enum PortChange: Sendable, Hashable {
    case appeared(DiscoveredPort)
    /// That incarnation of the port is over.
    case vanished(PortID, incarnation: Int, Departure)
    /// The same port in the same incarnation, with other facts.
    case changed(DiscoveredPort)
    /// Something a person should know, in a sentence that says what to do.
    case warning(String)
}

/// Why a port's incarnation is over.
public enum Departure: Sendable, Hashable, CustomStringConvertible {
    case unplugged
    /// It is there again, and nobody told that it had gone.
    case replugged
    /// It is plugged in still and has another name: its serial number became ambiguous, or unique again.
    case renamed(PortID)

    public var description: String {
        switch self {
        case .unplugged: "unplugged"
        case .replugged: "unplugged and plugged in again"
        case .renamed(let port): "known as \(port) from now on"
        }
    }
}
