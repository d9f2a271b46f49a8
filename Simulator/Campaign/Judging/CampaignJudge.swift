internal import RigModel

/// Makes a row of what was found out.
public enum CampaignJudge {
    public static func judge(
        _ evidence: Evidence, expected: Expectation, baseline: Baseline
    ) -> (mark: CampaignMark, note: String) {
        guard evidence.damage.isEmpty else { return (.damaging, evidence.damage.joined(separator: "; ")) }
        if evidence.strikes == 0 { return (.notRun, "the fault did not strike") }
        let run = evidence.run
        let isGood = baseline.allows(run)
        let story = "\(run.verdict.rawValue)\(run.decidingStep.map { " at \($0)" } ?? ""): \(run.explanation)"
        let mark = mark(isGood, run.verdict, expected, namesHolder: evidence.namesHolder)
        if mark == .mistaken { return (.mistaken, "expected \(expected); \(story)") }
        guard evidence.misnamed.isEmpty else {
            return (.mistaken, "when the board was back: \(evidence.misnamed.joined(separator: "; "))")
        }
        if let afterwards = evidence.afterwards, !baseline.allows(afterwards) {
            return (
                .mistaken,
                "the next run, without a fault, was \(afterwards.verdict.rawValue): \(afterwards.explanation)"
            )
        }
        return (mark, story)
    }

    private static func mark(
        _ isGood: Bool, _ verdict: Verdict, _ expected: Expectation, namesHolder: Bool
    ) -> CampaignMark {
        // The rig's own verdicts are no judgement of the unit.
        let isOfUnit = [.warn, .fail, .timeout, .critical].contains(verdict)
        switch expected {
        case .transparent: return isGood ? .transparent : .mistaken
        // Something was wrong with the unit or with its line, and the rig says so.
        case .detected: return [.fail, .timeout, .critical, .error].contains(verdict) ? .detected : .mistaken
        case .error(let names): return verdict == .error && (!names || namesHolder) ? .detected : .mistaken
        case .inBand: return isGood ? .undetectable : isOfUnit ? .detected : .mistaken
        case .either: return isGood ? .transparent : isOfUnit ? .detected : .mistaken
        case .anything, .maybeHeld: return isGood ? .transparent : isOfUnit || verdict == .error ? .detected : .mistaken
        }
    }
}
