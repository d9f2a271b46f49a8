internal import RigModel

extension RunLogs {
    /// Makes good what the disk has refused, as soon as it takes it, whether or not anything happens at the station: logs
    /// that could not be sealed are, and those that lost lines are rebuilt once the store has their runs. Until cancelled.
    ///
    /// - Parameter interval: between two tries.
    public func keepUp(every interval: Duration = .seconds(1)) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: interval) } catch { return }
            await makeGood()
        }
    }

    /// Something waits for the disk or the store.
    var hasWorkLeft: Bool { writer.hasWorkLeft }

    /// One try.
    func makeGood() async {
        guard hasWorkLeft else { return }
        writer.makeGood()
        for _ in 0..<writer.lacking.count {
            // Where lines come faster than the disk takes them, more work for it would cost more of them.
            guard !intake.isFilling, var log = writer.lacking.next() else { break }
            // What the store gets, it gets in order: where it lacks this run, it lacks those behind it.
            guard let run = await stored(log.header.execution), writer.rebuild(&log, of: run) else {
                _ = writer.lacking.add(log)
                break
            }
        }
        writer.link()
    }

    /// A run that has ended, as the store has it.
    private func stored(_ execution: ExecutionID) async -> ExecutionDetail? {
        do {
            let run = try await archive?.execution(execution)
            return run?.result == nil ? nil : run
        } catch {
            writer.noteUnreadable(execution, error)
            return nil
        }
    }
}
