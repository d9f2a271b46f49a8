internal import RigModel
internal import StrictYAML

/// Finds steps that no run comes to, and units that are left running.
struct ReachLint {
    let uut: UUTPlan
    let places: UUTPlaces
    /// By the id of a step, how many of its PASS and WARN patterns can be reached.
    let reachable: [String: Int]

    func findings() -> [LintFinding] {
        var findings: [LintFinding] = []
        var end: String?
        for phase in [Phase.start, .test] {
            var waited = Duration.zero
            for step in uut[phase].steps {
                guard let place = places.steps[step.id]?.step else { continue }
                if let end {
                    findings.append(
                        LintFinding(.unreachableStep, "no run comes to step '\(step.id)': \(end)", at: place))
                    continue
                }
                if !goesOn(step) { end = "step '\(step.id)' never passes, and goes to STOP" }
                if case .wait(let duration) = step.action { waited += duration }
                if let deadline = uut[phase].deadline, waited >= deadline {
                    end = "the waits before it take \(phase.rawValue)'s whole deadline"
                }
            }
        }
        if !uut.start.steps.isEmpty, uut.stop.steps.isEmpty {
            findings.append(
                LintFinding(
                    .stopMissing, "unit '\(uut.id)' is started and never stopped",
                    at: places.keys["start"] ?? places.uut, hint: "add 'stop': it is carried out on every way out"))
        }
        return findings
    }

    private func goesOn(_ step: StepPlan) -> Bool {
        if step.levels.isEmpty || step.onFail == .continue { return true }
        return step.noMatch == .warn || step.onTimeout == .warn || reachable[step.id, default: 1] > 0
    }
}
