internal import RigModel
internal import StrictYAML

/// Finds captures that may be missing where they are used, and captures that nobody uses.
struct CaptureLint {
    let uut: UUTPlan
    let places: UUTPlaces

    func findings() -> [LintFinding] {
        steps.flatMap { uncertain(of: $0.step) } + steps.flatMap { unused(of: $0.step) }
    }

    private var steps: [(phase: Phase, step: StepPlan)] {
        Phase.allCases.flatMap { phase in uut[phase].steps.map { (phase, $0) } }
    }

    private func uncertain(of step: StepPlan) -> [LintFinding] {
        guard let own = places.steps[step.id] else { return [] }
        var findings: [LintFinding] = []
        for measure in step.measures where !alwaysCaptures(measure.name, step) {
            findings.append(
                LintFinding(
                    .uncertainCapture,
                    "not every PASS and WARN pattern of step '\(step.id)' captures '\(measure.name)': without it the "
                        + "measurement fails", at: own.place(of: "measure")))
        }
        for reference in own.references {
            guard let why = doubt(reference.name, in: step) else { continue }
            findings.append(
                LintFinding(
                    .uncertainCapture, "'\(reference.name.text)' may be missing here: \(why)", at: reference.place))
        }
        return findings
    }

    private func doubt(_ name: CaptureName, in step: StepPlan) -> String? {
        guard let other = name.step else {
            return alwaysCaptures(name.capture, step) ? nil : "not every PASS and WARN pattern captures it"
        }
        guard let source = steps.first(where: { $0.step.id == other }) else { return nil }
        if source.phase == .stop { return "STOP goes on after step '\(other)' failed" }
        if source.step.onFail == .continue { return "step '\(other)' may fail, and the run goes on" }
        if source.step.noMatch == .warn || source.step.onTimeout == .warn {
            return "step '\(other)' may be a WARN without an answer that fits"
        }
        return alwaysCaptures(name.capture, source.step)
            ? nil : "not every PASS and WARN pattern of step '\(other)' captures it"
    }

    private func alwaysCaptures(_ name: String, _ step: StepPlan) -> Bool {
        if case .operator(let prompt) = step.action, prompt.kind == .scan, name == "text" { return true }
        let patterns = places.steps[step.id].map { $0.patterns(.level(.pass)) + $0.patterns(.level(.warn)) } ?? []
        return patterns.allSatisfy { $0.captures.contains(name) }
    }

    private func unused(of step: StepPlan) -> [LintFinding] {
        guard let own = places.steps[step.id] else { return [] }
        var seen = Set(step.measures.map(\.name))
        for reference in own.references where reference.name.step == nil { seen.insert(reference.name.capture) }
        for reference in places.steps.values.flatMap(\.references) where reference.name.step == step.id {
            seen.insert(reference.name.capture)
        }
        if let source = uut.serialFrom, source.step == step.id { seen.insert(source.capture) }
        return own.patterns.flatMap { pattern in
            pattern.captures.filter { seen.insert($0).inserted }.map { name in
                LintFinding(
                    .unusedCapture, "'\(name)' is captured and used nowhere in the plan; it is kept with the result",
                    at: pattern.location)
            }
        }
    }
}
