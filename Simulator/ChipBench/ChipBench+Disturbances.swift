internal import BoardModel
internal import ChipBoard
internal import PTYBoard
internal import RigModel
internal import World

/// What happens by itself: the boards' own faults, and timelines.
extension ChipBench {
    /// Does what one board's own faults ask for.
    func serve(_ board: ChipBoard) async {
        for await request in board.requests {
            switch request {
            case .unplugged: sockets.disconnected(board.id)
            case .replug(let comeback):
                await comeBack(board, comeback, after: comeback.after, since: board.plugs)
            case .host(.hubPull(let after, let others), _, _): await pullHub(of: board, for: after, only: others)
            case .host(let fault, _, _):
                report("board \(board.id): \(FaultKind.host(fault).refusal(on: sockets.transport) ?? "\(fault)")")
            // A chip has no pty.
            case .recovered, .moved: break
            }
        }
    }

    /// Lets the bench's timeline happen, and those that come on top of it, until the task is cancelled.
    func followTimelines() async {
        await timelines.begin(BenchTimeline(of: bench.script), as: nil)
        await timelines.run(scale: bench.script.scale) { await self.carryOut($0, $1) }
    }

    /// - Parameter plugs: how often it had been plugged in when it was pulled.
    private func comeBack(
        _ board: ChipBoard, _ comeback: Comeback, after delay: Duration, since plugs: Int
    ) async {
        do {
            try await Task.sleep(for: delay)
            if await isOut(board, since: plugs) { try await plug(board, comeback) }
        } catch is CancellationError {
            return
        } catch {
            report("board \(board.id): \(error)")
        }
    }

    /// All boards behind the same hub go at once, or these of them, and those that went come back.
    private func pullHub(of board: ChipBoard, for delay: Duration?, only others: [String]?) async {
        let neighbours: [ChipBoard]
        do { neighbours = try self.neighbours(of: board, others) } catch {
            return report("board \(board.id): hub_pull: \(error)")
        }
        var pulled: [(board: ChipBoard, plugs: Int)] = []
        for other in neighbours where await other.isPlugged {
            // It goes by itself where a fault of its own is faster.
            await other.unplug()
            sockets.disconnected(other.id)
            pulled.append((other, await other.plugs))
        }
        guard let delay else { return }
        for (index, other) in pulled.enumerated() {
            await comeBack(
                other.board, Comeback(), after: index == 0 ? delay : .zero, since: other.plugs)
        }
    }

    /// - Parameter later: takes what has begun and is to be brought to its end.
    private func carryOut(
        _ action: BenchAction, _ later: @escaping @Sendable (@escaping RunningTimelines.Errand) -> Void
    ) async {
        do {
            switch action {
            case .plug(let id, let tty):
                let board = try board(id)
                if await !board.isPlugged { try await plug(board, Comeback(tty: tty)) }
            case .unplug(let id):
                let board = try board(id)
                if await board.isPlugged { try await unplug(board) }
            case .replug(let id, let comeback):
                try check(comeback)
                let board = try board(id)
                if await board.isPlugged { try await unplug(board) }
                let delay = comeback.after * bench.script.scale
                let plugs = await board.plugs
                later { await self.comeBack(board, comeback, after: delay, since: plugs) }
            case .fault(let id, let fault): try await arm(fault, on: board(id))
            case .clear(let id, let fault):
                for board in try id.map({ [try board($0)] }) ?? boards { await board.clear(fault) }
            }
        } catch {
            let text = "timeline: \(error)"
            if told.insert(text).inserted { report(text) }
        }
    }
}
