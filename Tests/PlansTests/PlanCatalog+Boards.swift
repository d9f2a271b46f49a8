import Plans
import PortDiscovery
import RigModel

extension PlanCatalog {
    /// What discovery makes of a board that is plugged in alone beside these plans.
    func matching(of board: BoardSignature) -> BoardMatching? {
        var bench = BenchMap(plans: plans)
        _ = bench.apply([.appeared(Self.port(of: board))])
        return bench.matching(of: "board")
    }

    private static func port(of board: BoardSignature) -> DiscoveredPort {
        DiscoveredPort(
            id: "board-A", board: "board", channel: .a, vendorID: board.vendorID, productID: board.productID,
            serial: board.serial, product: board.product, chip: nil, devicePath: "/dev/ttyUSB0", usbPath: "1-1",
            incarnation: 1, degraded: nil)
    }
}
