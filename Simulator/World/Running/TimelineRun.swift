import BoardModel

/// Lets happen what a timeline says, at the bench's scaled times.
struct TimelineRun: Sendable {
    let timeline: BenchTimeline
    /// Real seconds for one of the timeline's.
    let scale: Double
    let desk: ControlDesk
    let host: WorldHost

    /// Ends with its task, or with the timeline.
    func run(_ report: @escaping @Sendable (String) -> Void) async {
        let start = ContinuousClock.now
        var timeline = timeline
        await withDiscardingTaskGroup { group in
            while let wake = timeline.nextWake {
                do { try await Task.sleep(until: start + wake.sinceStart * scale) } catch { break }
                for action in timeline.due(at: wake) {
                    if case .replug(let board, let comeback) = action {
                        group.addTask {
                            await self.replug(board, comeback, after: comeback.after * scale, report)
                        }
                        continue
                    }
                    do { try await desk.carryOut(action) } catch { report("timeline: \(error)") }
                }
            }
        }
    }

    private func replug(
        _ board: String, _ comeback: Comeback, after delay: Duration, _ report: @escaping @Sendable (String) -> Void
    ) async {
        do {
            if let tty = comeback.tty { try await host.check(tty, for: board) }
            if try await host.isPlugged(board) { try await host.unplug(board) }
            try await Task.sleep(for: delay)
            if try await !host.isPlugged(board) { try await host.plug(board, comeback) }
        } catch is CancellationError {
            return
        } catch {
            report("timeline: \(error)")
        }
    }
}
