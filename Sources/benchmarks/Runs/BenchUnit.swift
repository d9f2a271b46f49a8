internal import Execution
internal import RigModel

/// A unit on a pty.
struct BenchUnit: Sendable {
    static let bib: BIBID = "bench"

    let instance: UUTInstanceID
    let port: DiscoveredPort
    let plan: UUTPlan

    init(number: Int, path: String, plan: UUTPlan) {
        let board = BoardID("BENCH\(number)")
        instance = UUTInstanceID("\(plan.id)@\(board)")
        port = DiscoveredPort(
            id: PortID(board: board, channel: .a), board: board, channel: .a, vendorID: "0403", productID: "6001",
            serial: board.rawValue, product: "bench", chip: .ft232r, devicePath: path, usbPath: "1-\(number)",
            incarnation: 1, degraded: nil)
        self.plan = plan
    }
}

/// Knows them by instance.
struct BenchUnits: UnitDirectory {
    private let units: [String: UnitToRun]

    init(_ units: [BenchUnit]) {
        let pairs = units.map { unit in
            let toRun = UnitToRun(
                bib: BenchUnit.bib, instance: unit.instance, board: unit.port.board, uut: unit.plan, safeState: [],
                planHash: "none", ports: [unit.port])
            return (unit.instance.rawValue, toRun)
        }
        self.units = Dictionary(uniqueKeysWithValues: pairs)
    }

    func units(for order: RunOrder) async throws(RunRefusal) -> [UnitToRun] {
        guard let uut = order.uut, let unit = units[uut] else { throw .noBoard(order.bib) }
        return [unit]
    }
}
