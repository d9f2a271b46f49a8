public import RigModel

/// How a unit is judged without any fault: what its steps' verdicts have been, and may be.
public struct Baseline: Sendable, Hashable {
    /// By step.
    private var allowed: [String: Set<Verdict>] = [:]

    /// - Parameter unit: where a measurement may come near its limits, that is the unit's own business.
    public init(_ unit: UUTPlan) {
        for step in Phase.allCases.flatMap({ unit[$0].steps })
        where step.measures.contains(where: { $0.marginal != nil }) {
            allowed[step.id, default: []].insert(.warn)
        }
    }

    /// Takes in a run without faults.
    /// - Returns: why the unit is not well; nil where it is.
    public mutating func take(_ run: JudgedRun) -> String? {
        guard run.verdict == .pass || run.verdict == .warn else {
            return "\(run.verdict.rawValue)\(run.decidingStep.map { " at \($0)" } ?? ""): \(run.explanation)"
        }
        for step in run.steps { allowed[step.step, default: [.pass]].insert(step.verdict) }
        return nil
    }

    /// Whether a run's verdict is as without a fault.
    public func allows(_ run: JudgedRun) -> Bool {
        guard run.verdict == .pass || run.verdict == .warn else { return false }
        return run.steps.allSatisfy { allowed[$0.step]?.contains($0.verdict) == true }
    }
}
