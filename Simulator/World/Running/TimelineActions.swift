import BoardModel

/// Does in a world what a timeline says.
struct TimelineActions: Sendable {
    /// Real seconds for one of the timeline's.
    let scale: Double
    let desk: ControlDesk
    let host: WorldHost
    /// Takes what goes wrong, a line each.
    let report: @Sendable (String) -> Void

    /// - Parameter later: takes what has begun and is to be brought to its end.
    func carryOut(
        _ action: BenchAction, _ later: @escaping @Sendable (@escaping RunningTimelines.Errand) -> Void
    ) async {
        do {
            guard case .replug(let board, let comeback) = action else { return try await desk.carryOut(action) }
            if let tty = comeback.tty { try await host.check(tty, for: board) }
            if try await host.isPlugged(board) { try await host.unplug(board) }
            let plugs = try await host.plugs(of: board)
            later { await comeBack(board, comeback, since: plugs) }
        } catch {
            report("timeline: \(error)")
        }
    }

    private func comeBack(_ board: String, _ comeback: Comeback, since plugs: Int) async {
        do {
            try await Task.sleep(for: comeback.after * scale)
            try await host.comeBack(board, comeback, since: plugs)
        } catch is CancellationError {
            return
        } catch {
            report("timeline: \(error)")
        }
    }
}
