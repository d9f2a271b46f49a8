import PortPool
import RigModel

/// Ports as discovery would show them.
enum TestPort {
    /// - Parameter id: board and channel: `X-A`.
    static func made(_ id: PortID, incarnation: Int = 1) -> DiscoveredPort {
        let parts = id.rawValue.split(separator: "-").map(String.init)
        return DiscoveredPort(
            id: id, board: BoardID(parts[0]), channel: Channel(letter: parts[1]) ?? .a, vendorID: "0403",
            productID: "6011", serial: parts[0], product: "demo", chip: .ft4232h, devicePath: "/dev/ttyUSB0",
            usbPath: "1-1", incarnation: incarnation, degraded: nil)
    }
    static func renamed(_ id: PortID, to successor: PortID, incarnation: Int) -> RenamedPort {
        RenamedPort(former: id, port: made(successor, incarnation: incarnation), matching: .unmatched)
    }
}
