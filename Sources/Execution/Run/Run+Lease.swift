import PortPool
import RigModel
import SerialIO

/// What befalls the lease.
extension Run {
    /// Obeys what befalls the lease, until the mailbox is closed.
    func readMail() async {
        while let (events, bell) = mailbox.take() {
            for event in events { await leaseChanged(event) }
            if events.isEmpty { _ = await reactor.sleep(until: nil, token: bell) }
        }
    }

    /// A lost port may not be used any more; a lease that ended takes all of them.
    private func leaseChanged(_ event: LeaseEvent) async {
        switch event {
        case .portLost(let port): await lose(port, .unplugged, "port \(port) was unplugged: plug the adapter in again")
        case .ended(let reason):
            leaseEnd = reason
            // The step may end by this before the stop below is told to the run.
            stopExplanation = stopExplanation ?? "\(StopCause.leaseLost.explanation): \(reason)"
            // First no byte more, then all the rest.
            for assigned in request.ports { await lose(assigned.port, .leaseLost, "port \(assigned.port): \(reason)") }
            await stop(.leaseLost, because: reason)
        }
    }

    private func lose(_ port: PortID, _ kind: RunFault.Kind, _ message: String) async {
        guard lost[port] == nil else { return }
        lost[port] = RunFault(kind, port: port, message: message)
        if let lossBell { reactor.interrupt(lossBell) }
        if let alias = request.ports.first(where: { $0.port == port })?.alias { await lines[alias]?.fence() }
        // A unit that has lost a port is not tested any further, whichever port the step is on; STOP goes on.
        if phase != .stop { await endStep() }
    }

    /// Where a line has hung up, its board was pulled out. udev tells so a moment later, and the run ends only then: who
    /// asks for the next one at once is to learn that the board is away, and not to get a run that cannot open its lines.
    func hearOfUnplugging() async {
        let deadline = recorder.clocks.monotonic + .seconds(1)
        // One loss for each port, at most.
        for _ in request.ports where leaseEnd == nil && hungUp.contains(where: { lost[$0] == nil }) {
            let bell = WaitToken()
            lossBell = bell
            defer { lossBell = nil }
            guard await reactor.sleep(until: deadline, token: bell) == .interrupted else { return }
        }
    }

    /// Waits for a place among the runs that may be under way; a request to stop or the loss of a port ends it too.
    func waitForPlace(_ token: WaitToken, until deadline: ContinuousClock.Instant) async {
        guard !isInterrupted, lost.isEmpty else { return }
        pause = token
        defer { pause = nil }
        _ = await reactor.sleep(until: deadline, token: token)
    }
}
