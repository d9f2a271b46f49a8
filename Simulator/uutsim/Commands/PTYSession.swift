import BoardModel
import Glibc
import PTYBoard
import SerialIO
import World

/// One board on ptys with links to them, from start to signal.
struct PTYSession {
    let script: BoardScript
    let folder: String
    let faults: [Fault]
    let seed: UInt64

    /// Returns after SIGINT or SIGTERM: what the board holds against its user.
    func run() async throws -> [String] {
        let signals = PTYStopSignals()
        // Programs that held a port for a fault are reaped by Linux.
        signal(SIGCHLD, SIG_IGN)
        let reactor = try Reactor(name: "uutsim")
        defer { reactor.shutdown() }
        let board = try PTYBoard(script: script, id: script.name, seed: seed, reactor: reactor, report: Report.line)
        for fault in faults { await board.arm(fault) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await board.run() }
            group.addTask { try await serve(board) }
            group.addTask { [arrivals = signals.arrivals] in for await _ in arrivals { return } }
            // Whoever ends first, by signal or by error, ends the others.
            try await group.next()
            group.cancelAll()
        }
        withExtendedLifetime(signals) {}
        for loss in await board.losses() { Report.line(loss) }
        return await board.assertionFailures()
    }

    /// Plugs the board in, and again as its faults ask, until the task is cancelled.
    private func serve(_ board: PTYBoard) async throws {
        var links = try await plug(board, as: nil)
        var holders = PortHolders()
        defer {
            links.remove()
            holders.endAll()
        }
        for await request in board.requests {
            switch request {
            case .unplugged:
                holders.end(of: board.id)
                links.remove()
                PTYOutput.line("unplugged")
            case .replug(let comeback):
                do { try await Task.sleep(for: comeback.after) } catch { return }
                links = try await plug(board, as: comeback.tty)
            case .moved(let channel, let line): try links.move(channel, to: line)
            case .host(.heldPort, let channel, let id):
                let wanted = links.links.filter { channel == nil || $0.channel == channel }
                try holders.begin(wanted.map(\.target), of: board.id, fault: id)
            case .recovered(let id): holders.end(id, of: board.id)
            case .host(let fault, _, _):
                Report.line("\(board.id): \(FaultKind.host(fault).refusal(on: .pty) ?? "\(fault)")")
            }
        }
    }

    private func plug(_ board: PTYBoard, as tty: String?) async throws -> PTYLinks {
        let links = try PTYLinks(to: try await board.plug(), in: folder, from: tty)
        for link in links.links { PTYOutput.line("\(link.path) -> \(link.target)  channel \(link.channel)") }
        return links
    }
}
