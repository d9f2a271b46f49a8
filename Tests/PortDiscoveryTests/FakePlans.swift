import PortDiscovery
import RigModel

extension Plan {
    /// A plan with units of the given ports: `["ctl": .a]`.
    static func fake(
        _ bib: BIBID, boards: BoardCount = .one, product: String? = "client_demo", vendorID: String? = "0403",
        productIDs: [String] = [], serial: String? = nil,
        uuts: [(id: UUTID, ports: [(String, Channel)])] = [("unit", [("ctl", .a)])]
    ) -> Plan {
        let match = BoardMatch(
            product: product, vendorID: vendorID, productIDs: productIDs, serial: serial.map(PatternText.init))
        let line = LineSettings(baud: 115200)
        let phase = PhasePlan(steps: [], deadline: nil)
        return Plan(
            bib: bib, description: "", boards: boards, match: match, safeState: [],
            uuts: uuts.map { uut in
                UUTPlan(
                    id: uut.id,
                    ports: uut.ports.map {
                        PortPlan(
                            alias: $0.0, channel: $0.1, line: line, endOfLine: .crlf, framing: .lines, settle: .zero)
                    }, serialFrom: nil, start: phase, test: phase, stop: phase)
            }, hash: "")
    }
}

extension [BenchChange] {
    /// `board FT1 client_demo`, `board FT1 -`, `+unit@FT1 FT1-A`, `~...`, `-unit@FT1`: short, for comparing.
    var brief: [String] {
        func units(_ sign: String, _ unit: UUTInstance) -> String {
            let ports =
                unit.ports.map { "\($0.alias)=\($0.port.id)#\($0.port.incarnation)" } + unit.missing.map { "no \($0)" }
            return "\(sign)\(unit.id) \(ports.joined(separator: " "))"
        }
        return map { change in
            switch change {
            case .boardMatched(let board, .matched(let bib)): "board \(board) \(bib)"
            case .boardMatched(let board, .unmatched): "board \(board) unmatched"
            case .boardMatched(let board, .surplus(let bib)): "board \(board) surplus \(bib)"
            case .boardMatched(let board, .ambiguous(let bibs)):
                "board \(board) ambiguous \(bibs.map(\.rawValue).joined(separator: ","))"
            case .boardGone(let board): "board \(board) gone"
            case .instanceAppeared(let unit): units("+", unit)
            case .instanceChanged(let unit): units("~", unit)
            case .instanceGone(_, let id): "-\(id)"
            case .warning(let text): "! \(text)"
            }
        }
    }
}
