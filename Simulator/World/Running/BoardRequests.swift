import BoardModel
import PTYBoard

/// Does what one board's own faults ask for: the plug pulled in the middle of a reply, the hub gone, the port held.
struct BoardRequests: Sendable {
    let board: PTYBoard
    let host: WorldHost

    /// Ends with its task.
    func run(_ report: @escaping @Sendable (String) -> Void) async {
        await withDiscardingTaskGroup { group in
            for await request in board.requests {
                // What takes its time holds up nothing: a fault may be cleared, and the plug pulled, meanwhile.
                if case .host = request {
                    group.addTask { await self.carryOut(request, report) }
                } else {
                    await carryOut(request, report)
                }
            }
        }
    }

    private func carryOut(_ request: TransportRequest, _ report: @Sendable (String) -> Void) async {
        do {
            switch request {
            case .unplugged:
                // Somebody may have plugged it in again meanwhile: then the news is stale.
                if await !board.isPlugged, try await host.isPlugged(board.id) { try await host.unplug(board.id) }
            case .replug(let comeback):
                let plugs = try await host.plugs(of: board.id)
                try await Task.sleep(for: comeback.after)
                try await host.comeBack(board.id, comeback, since: plugs)
            case .moved(let channel, let line): try await host.move(channel, of: board.id, to: line)
            case .host(let kind, let channel, let id):
                try await host.suffer(kind, of: board.id, channel: channel, fault: id)
            case .recovered(let id): await host.recover(id, of: board.id)
            }
        } catch is CancellationError {
            return
        } catch {
            report("board \(board.id): \(error)")
        }
    }
}
