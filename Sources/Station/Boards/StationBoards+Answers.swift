import Execution
import Plans
import PortDiscovery
import RigModel

extension StationBoards: UnitDirectory {
    func units(for order: RunOrder) async throws(RunRefusal) -> [UnitToRun] {
        guard let plan = shelf.plan(order.bib) else {
            if shelf.isKnown(order.bib) { throw .invalidPlan(order.bib, errors: shelf.errors(order.bib)) }
            throw .unknownBIB(order.bib, known: shelf.plans.map(\.bib))
        }
        let present = map.instances(of: order.bib)
        guard !present.isEmpty else {
            if let uut = order.uut, !plan.uuts.contains(where: { uut == $0.id.rawValue || uut.hasPrefix("\($0.id)@") })
            {
                throw .unknownUUT(uut, order.bib, known: plan.uuts.map(\.id))
            }
            throw .noBoard(order.bib)
        }
        var wanted = present
        if let board = order.board {
            wanted = wanted.filter { $0.board == board }
            if wanted.isEmpty {
                throw .unknownBoard(board, order.bib, present: Array(Set(present.map(\.board))).sorted())
            }
        }
        if let serial = order.serial {
            wanted = wanted.filter { instance in instance.ports.contains { $0.port.serial == serial } }
            if wanted.isEmpty {
                throw .unknownBoard(BoardID(serial), order.bib, present: Array(Set(present.map(\.board))).sorted())
            }
        }
        if let uut = order.uut {
            wanted = wanted.filter { $0.id.rawValue == uut || $0.uut.id.rawValue == uut }
            if wanted.isEmpty {
                let boards = Array(Set(present.map(\.board))).sorted()
                guard let unit = plan.uuts.first(where: { uut.hasPrefix("\($0.id)@") }),
                    case let board = BoardID(String(uut.dropFirst(unit.id.rawValue.count + 1))),
                    !boards.contains(board)
                else { throw .unknownUUT(uut, order.bib, known: plan.uuts.map(\.id)) }
                throw .unknownBoard(board, order.bib, present: boards)
            }
        }
        if let lame = wanted.first(where: { !$0.isComplete }) {
            throw .missingPorts(lame.id, order.bib, lame.missing.compactMap(lame.uut.port))
        }
        return wanted.map { instance in
            UnitToRun(
                bib: instance.bib, instance: instance.id, board: instance.board, uut: instance.uut,
                safeState: plan.safeState, hooks: plan.hooks, planHash: plan.hash, ports: instance.ports.map(\.port))
        }
    }
}

extension StationBoards: BenchInventory {
    func plans() async -> [PlanStatus] { shelf.statuses }
    func planText(_ bib: BIBID) async -> String? { shelf.text(bib) }
    func unusedBoards() async -> [UnusedBoard] {
        map.unusedBoards.map { unused in
            guard unused.matching == .unmatched, let board = map.board(unused.board) else { return unused }
            let signature = BoardSignature(
                product: board.product, vendorID: board.vendorID, productID: board.productID, serial: board.serial)
            var unused = unused
            unused.stanza = PlanTemplate(for: signature, channels: board.ports.map(\.channel)).yaml
            return unused
        }
    }
}
