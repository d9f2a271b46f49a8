import BoardModel

/// Lets happen what a bench's timeline says, at its scaled times.
struct TimelineRun: Sendable {
    let bench: Bench
    let desk: ControlDesk
    let host: WorldHost

    /// Ends with its task, or with the timeline.
    func run(_ report: @escaping @Sendable (String) -> Void) async {
        let scale = bench.script.scale
        let start = ContinuousClock.now
        var timeline = BenchTimeline(of: bench.script)
        await withDiscardingTaskGroup { group in
            while let wake = timeline.nextWake {
                do { try await Task.sleep(until: start + wake.sinceStart * scale) } catch { break }
                for action in timeline.due(at: wake) {
                    if case .replug(let board, let delay, let tty) = action {
                        group.addTask { await self.replug(board, after: delay * scale, tty: tty, report) }
                        continue
                    }
                    do { try await desk.carryOut(action) } catch { report("timeline: \(error)") }
                }
            }
        }
    }

    private func replug(
        _ board: String, after delay: Duration, tty: String?, _ report: @escaping @Sendable (String) -> Void
    ) async {
        do {
            if let tty { try await host.check(tty, for: board) }
            if try await host.isPlugged(board) { try await host.unplug(board) }
            try await Task.sleep(for: delay)
            if try await !host.isPlugged(board) { try await host.plug(board, as: tty) }
        } catch is CancellationError {
            return
        } catch {
            report("timeline: \(error)")
        }
    }
}
