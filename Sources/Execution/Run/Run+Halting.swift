import RigModel

/// What ends a step before its time.
extension Run {
    /// How the step ends that may not go on; nil where nothing stands against it. In STOP only the end of the lease does:
    /// a port that is lost stops the steps that need it.
    func halt(in phase: Phase) -> Judgement? {
        if let leaseEnd { return stopped(leaseEnd) }
        if isInterrupted { return stopped }
        guard phase != .stop, let fault = firstLoss else { return nil }
        return Judgement(outcome: .error(fault), explanation: fault.message)
    }

    /// In the order of the plan's ports, so that the same loss is always told the same way.
    var firstLoss: RunFault? {
        lost.isEmpty ? nil : request.ports.lazy.compactMap { self.lost[$0.port] }.first
    }

    var stopped: Judgement {
        Judgement(outcome: .stopped, explanation: "the run was told to stop during this step")
    }

    func stopped(_ leaseEnd: String) -> Judgement {
        Judgement(outcome: .stopped, explanation: "nothing more may be sent on the ports: \(leaseEnd)")
    }

    /// The end of a step that the time of its phase or unit has cut short; nil where its own has.
    func overdue(_ phase: Phase, _ deadline: ContinuousClock.Instant) -> Judgement? {
        guard let limit = limit(of: phase), deadline == limit.instant else { return nil }
        return Judgement(outcome: .phaseTimeout, explanation: "\(limit.name) passed")
    }
}
