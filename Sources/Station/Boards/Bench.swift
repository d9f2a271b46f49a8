import PortDiscovery
import RigModel

/// What is plugged in and what plans say, at one moment.
struct Bench: Sendable {
    var instances: [UUTInstance]
    /// Those in use.
    var plans: [BIBID: Plan]
    var boards: Set<BoardID>

    /// A unit on a certain board.
    struct Unit: Sendable, Hashable {
        let bib: BIBID
        let instance: UUTInstanceID
        let board: BoardID
    }

    func instance(_ unit: Unit) -> UUTInstance? { instances.first { $0.unit == unit } }
}

/// What has changed, for those who start runs by themselves.
enum BenchNews: Sendable {
    /// `plugged`: ports that came while the service runs; none of those that were there at its start.
    case ports(Bench, plugged: Set<PortID>)
    case plans(Bench)
}

extension UUTInstance {
    var unit: Bench.Unit { Bench.Unit(bib: bib, instance: id, board: board) }
    /// Which plug of each of its ports this is.
    var incarnations: [PortID: Int] {
        Dictionary(ports.map { ($0.port.id, $0.port.incarnation) }) { first, _ in first }
    }
}
