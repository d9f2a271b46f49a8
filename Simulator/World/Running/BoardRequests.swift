import PTYBoard

/// Does what one board's own faults ask for: the plug pulled in the middle of a reply, and put back.
struct BoardRequests: Sendable {
    let board: PTYBoard
    let host: WorldHost

    /// Ends with its task.
    func run(_ report: @escaping @Sendable (String) -> Void) async {
        for await request in board.requests {
            do {
                switch request {
                case .unplugged:
                    // Somebody may have plugged it in again meanwhile: then the news is stale.
                    if await !board.isPlugged, try await host.isPlugged(board.id) { try await host.unplug(board.id) }
                case .replug(let delay, let tty):
                    try await Task.sleep(for: delay)
                    if try await !host.isPlugged(board.id) { try await host.plug(board.id, as: tty) }
                }
            } catch is CancellationError {
                return
            } catch {
                report("board \(board.id): \(error)")
            }
        }
    }
}
