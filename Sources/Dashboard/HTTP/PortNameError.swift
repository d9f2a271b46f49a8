internal import RigModel

/// Why a name names no port.
enum PortNameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Neither an alias nor the id of a port.
    case unknown(String, aliases: [String])
    /// The alias of one port and the id of another.
    case ambiguous(String, alias: PortID)

    var description: String {
        switch self {
        case .unknown(let name, let aliases):
            "'\(name)' is no port: give its id, such as FT7ABCDE-A, or its alias in rig.yaml ("
                + (aliases.isEmpty ? "there are none" : aliases.joined(separator: ", ")) + ")"
        case .ambiguous(let name, let port):
            "'\(name)' is a port, and the alias of \(port) as well: name \(port) by its id, and change its alias in "
                + "rig.yaml"
        }
    }

    /// The `type` of the problem that the API answers with.
    var problemType: String {
        switch self {
        case .unknown: "urn:portpool:refusal:unknown-port"
        case .ambiguous: "urn:portpool:refusal:ambiguous-port"
        }
    }
}
