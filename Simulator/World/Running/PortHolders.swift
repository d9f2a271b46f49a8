import Glibc

/// Programs that hold ports open for themselves alone, on behalf of faults: `uutsim hold` in a process of its own, as
/// whoever looks for the holder of a port looks among processes.
public struct PortHolders: Sendable {
    private struct Key: Hashable {
        let board: String
        let fault: String
    }
    private var processes: [Key: Int32] = [:]

    public init() {}

    /// - Parameter nodes: paths of ports.
    public mutating func begin(_ nodes: [String], of board: String, fault: String) throws(WorldError) {
        end(fault, of: board)
        let command = LaunchedCommand(arguments: [LaunchedCommand.ownProgram, "hold"] + nodes, environment: [:])
        processes[Key(board: board, fault: fault)] = try command.start(isForPeople: false)
    }

    public mutating func end(_ fault: String, of board: String) {
        guard let process = processes.removeValue(forKey: Key(board: board, fault: fault)) else { return }
        // A world reaps all that ends in it, and of a pty's session Linux does.
        kill(process, SIGKILL)
    }

    /// All of a board's.
    public mutating func end(of board: String) {
        for key in processes.keys where key.board == board { end(key.fault, of: board) }
    }

    public mutating func endAll() {
        for key in processes.keys { end(key.fault, of: key.board) }
    }
}
