import BoardModel
import PTYBoard
import RigModel

/// A board's place on a bench, and what is plugged in there now.
struct Seat: Sendable {
    /// The board's id on the bench.
    let id: String
    let script: BoardScript
    /// nil for a blank one.
    var serial: String?
    let address: USBAddress
    let board: PTYBoard
    /// What the board looks like on USB while it is plugged in.
    var adapter: Adapter? { didSet { if oldValue == nil, adapter != nil { plugs += 1 } } }
    /// How often it was plugged in. Who pulled it and is to plug it in again does so only while this is the same: since then
    /// somebody else has decided about it.
    private(set) var plugs = 0
    /// The pty of each channel while it is plugged in.
    var lines: [Channel: String] = [:]
    /// What each of these is, by the number of its tty: a fault may have hung it up before it is unplugged.
    var devices: [Int: UInt64] = [:]

    /// Whether it is out, and was since it had been plugged in so often.
    func isOut(since plugs: Int) -> Bool { adapter == nil && self.plugs == plugs }

    /// The name and the pty of each port, while it is plugged in.
    var nodes: [(tty: String, line: String)] {
        guard let adapter else { return [] }
        return script.ports.enumerated().compactMap { interface, channel in
            lines[channel].map { (adapter.ttyName(interface), $0) }
        }
    }

    func state(faults: [FaultStanding]) -> BoardState {
        BoardState(
            id: id, board: script.name, chip: script.usb.chip.rawValue, product: script.usb.product, serial: serial,
            path: address.description, plugged: adapter != nil,
            ports: script.ports.enumerated().map { interface, channel in
                BoardState.Port(
                    channel: channel.description, tty: adapter?.ttyName(interface), pty: lines[channel])
            },
            faults: faults.map(\.fault.id), armed: faults.map(ArmedFaultState.init))
    }
}
