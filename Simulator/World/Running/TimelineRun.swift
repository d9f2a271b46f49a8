import BoardModel

/// Lets happen what a timeline says, at the bench's scaled times.
struct TimelineRun: Sendable {
    let timeline: BenchTimeline
    /// Real seconds for one of the timeline's.
    let scale: Double
    let desk: ControlDesk
    let host: WorldHost
    /// Takes what goes wrong, a line each.
    let report: @Sendable (String) -> Void

    /// Ends with its task, or with the timeline.
    /// - Parameter later: takes what has begun and is to be brought to its end.
    func run(_ later: @escaping @Sendable (@escaping RunningTimelines.Errand) -> Void) async {
        let start = ContinuousClock.now
        var timeline = timeline
        while let wake = timeline.nextWake {
            do { try await Task.sleep(until: start + wake.sinceStart * scale) } catch { return }
            for action in timeline.due(at: wake) {
                if case .replug(let board, let comeback) = action {
                    later { await replug(board, comeback) }
                    continue
                }
                do { try await desk.carryOut(action) } catch { report("timeline: \(error)") }
            }
        }
    }

    private func replug(_ board: String, _ comeback: Comeback) async {
        do {
            if let tty = comeback.tty { try await host.check(tty, for: board) }
            if try await host.isPlugged(board) { try await host.unplug(board) }
            try await Task.sleep(for: comeback.after * scale)
            if try await !host.isPlugged(board) { try await host.plug(board, comeback) }
        } catch is CancellationError {
            return
        } catch {
            report("timeline: \(error)")
        }
    }
}
