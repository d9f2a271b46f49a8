public import RigModel

/// The ports that plans name, whether or not they are plugged in: those of the units of a plan whose `match` has the
/// serial number of one board, as `serial: '^FT7ABCDE$'`.
public struct NamedPorts: Sendable, Hashable {
    /// Each as it will be known once it is there, without what only its board can tell; its incarnation is 0.
    public private(set) var ports: [PortID: DiscoveredPort] = [:]
    /// What plans say of them.
    public private(set) var matchings: [PortID: BoardMatching] = [:]

    public init(_ plans: [Plan]) {
        var bibs: [PortID: [BIBID]] = [:]
        for plan in plans {
            guard let serial = plan.match.serial.flatMap({ Self.literal($0.source) }) else { continue }
            for channel in Set(plan.uuts.flatMap(\.ports).map(\.channel)) {
                let port = Self.port(channel, serial: serial, plan.match)
                ports[port.id] = port
                bibs[port.id, default: []].append(plan.bib)
            }
        }
        matchings = bibs.mapValues { $0.count > 1 ? .ambiguous($0) : .matched($0[0]) }
    }

    private static func port(_ channel: Channel, serial: String, _ match: BoardMatch) -> DiscoveredPort {
        let board = BoardID(serial)
        return DiscoveredPort(
            id: PortID(board: board, channel: channel), board: board, channel: channel, vendorID: match.vendorID ?? "",
            productID: match.productIDs.first ?? "", serial: serial, product: match.product ?? "", chip: nil,
            devicePath: "", usbPath: "", incarnation: 0, degraded: nil)
    }

    /// The one serial number that a pattern fits; nil where it may fit another, or is hard to read.
    private static func literal(_ pattern: String) -> String? {
        guard pattern.hasPrefix("^"), pattern.hasSuffix("$") else { return nil }
        let text = String(pattern.dropFirst().dropLast())
        // A dot fits anything.
        return BoardID.isPlainName(text) && !text.contains(".") ? text : nil
    }
}
