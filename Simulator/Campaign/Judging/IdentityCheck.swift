public import RigModel
public import World

/// Holds the names under which the service shows ports against the boards that are really plugged in.
public struct IdentityCheck: Sendable {
    private let boards: [BoardState]

    /// - Parameter boards: all of the bench, as the world knows them.
    public init(_ boards: [BoardState]) { self.boards = boards.filter(\.plugged) }

    /// What a board is to be called: by its serial number where no other board has that, else by its USB socket.
    public func name(of board: BoardState) -> BoardID {
        isDegraded(board) ? BoardID("usb-\(board.path)") : BoardID(board.serial ?? "")
    }

    private func isDegraded(_ board: BoardState) -> Bool {
        guard let serial = board.serial, !serial.isEmpty else { return true }
        return boards.count { $0.serial == serial } > 1
    }

    /// What is wrong with a plugged board's names, one sentence each.
    public func complaints(about board: BoardState, in ports: [API.Port]) -> [String] {
        let name = name(of: board)
        var complaints: [String] = []
        for wanted in board.ports {
            let id = PortID("\(name)-\(wanted.channel)")
            guard let port = ports.first(where: { $0.id == id }) else {
                complaints.append("there is no port \(id)")
                continue
            }
            let node = wanted.tty.map { "/dev/\($0)" } ?? "nowhere"
            if port.status == .offline {
                complaints.append("port \(id) is offline")
            } else if port.portName != node {
                complaints.append("port \(id) is taken for \(port.portName), and is \(node)")
            } else if (port.degraded != nil) != isDegraded(board) {
                complaints.append(
                    port.degraded.map { "port \(id) is degraded (\($0)), and need not be" }
                        ?? "port \(id) shares its serial number, and nothing is said of that")
            }
        }
        let own = Set(board.ports.map { PortID("\(name)-\($0.channel)") })
        complaints += ports.filter { $0.usbPath == board.path && $0.status != .offline && !own.contains($0.id) }
            .map { "port \($0.id) is in socket \(board.path) still, where board \(name) is" }
        return complaints
    }
}
