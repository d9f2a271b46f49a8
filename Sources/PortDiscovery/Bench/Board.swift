public import RigModel

/// An FTDI chip that is plugged in, with those of its ports that are there.
public struct Board: Sendable, Hashable, Identifiable {
    public let id: BoardID
    /// In order of channel; never empty.
    public let ports: [DiscoveredPort]

    /// nil where there is no port. All must be of one board.
    init?(_ ports: some Sequence<DiscoveredPort>) {
        self.ports = ports.sorted { $0.channel < $1.channel }
        guard let first = self.ports.first else { return nil }
        id = first.board
    }

    public var vendorID: String { ports[0].vendorID }
    public var productID: String { ports[0].productID }
    public var serial: String? { ports[0].serial }
    public var chip: FTDIChip? { ports[0].chip }
    public var usbPath: String { ports[0].usbPath }
    /// Why it is known by its socket; nil where it is known by its serial number.
    public var degraded: String? { ports[0].degraded }
    /// A port that was read while the board was being pulled may lack it.
    public var product: String { ports.lazy.map(\.product).first { !$0.isEmpty } ?? "" }

    public subscript(channel: Channel) -> DiscoveredPort? { ports.first { $0.channel == channel } }
}
