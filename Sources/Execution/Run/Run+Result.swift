import PortPool
import RigModel

/// What a run came to.
extension Run {
    func result(_ conclusion: RunConclusion, startedAt: Timestamp) -> ExecutionResult {
        ExecutionResult(
            request: request, verdict: conclusion.verdict, worstLevel: conclusion.worstLevel, unitSerial: unitSerial,
            startedAt: startedAt, endedAt: recorder.clocks.wall,
            duration: recorder.began.duration(to: recorder.clocks.monotonic), stepsDone: stepsDone,
            explanation: withDoubt(explanation(conclusion)),
            decidingStep: decidingExplanation?.verdict == conclusion.verdict ? decidingExplanation?.step : nil)
    }

    /// With what a person has to know who touches the unit next.
    private func withDoubt(_ explanation: String) -> String {
        // A recovery is there for STOP alone: where it did not come to that, the unit is as its run has left it.
        let isUnreached = request.recovers != nil && phase != .stop
        let account = isUnreached ? StopAccount(unreached: unit) : stopAccount
        return [explanation, account.doubt].compactMap(\.self).joined(separator: "; ")
    }

    private func explanation(_ conclusion: RunConclusion) -> String {
        if conclusion.verdict == .pass { return "all \(stepsDone) steps passed" }
        if conclusion.verdict == .aborted { return stopExplanation ?? "the run was told to stop" }
        if let deciding = decidingExplanation, deciding.verdict == conclusion.verdict { return deciding.text }
        return conclusion.fault?.message ?? "the run ended with \(conclusion.verdict.rawValue)"
    }

    /// The run never got its ports: what it came to without having begun.
    func neverBegan(_ error: PoolError) -> ExecutionResult {
        switch error {
        case .withdrawn: neverBegan(.aborted, stopExplanation ?? error.description)
        default: neverBegan(.error, error.description)
        }
    }

    /// The run had its ports and no place among the runs under way.
    func neverGotAPlace(among places: Int, within patience: Duration) -> ExecutionResult {
        if let stopExplanation { return neverBegan(.aborted, stopExplanation) }
        if let fault = lost.values.first { return neverBegan(.error, fault.message) }
        return neverBegan(
            .error, "waited \(Readable(patience)) for one of \(places) places; allow more runs at once (parallel.runs)")
    }

    /// The run had its turn while nobody could keep what it would have had to say.
    func neverHadRoom() -> ExecutionResult {
        if let stopExplanation { return neverBegan(.aborted, stopExplanation) }
        return neverBegan(.error, "not begun: \(RunRefusal.storeFull)")
    }

    private func neverBegan(_ verdict: Verdict, _ explanation: String) -> ExecutionResult {
        ExecutionResult(
            request: request, verdict: verdict, worstLevel: nil, unitSerial: nil, startedAt: nil,
            endedAt: recorder.clocks.wall, duration: .zero, stepsDone: 0, explanation: withDoubt(explanation),
            decidingStep: nil)
    }
}
