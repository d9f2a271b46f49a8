public import RigModel

/// How a unit is judged without any fault: what its steps' verdicts have been, and may be, and what it answered.
public struct Baseline: Sendable {
    /// What each step makes of frames, by its id; of steps that listen where lines are frames. Where silence ends them
    /// nobody can tell from bytes alone what the service had for frames.
    public let readings: [String: StepReading]
    public let unit: UUTPlan
    /// What came in each step, by its id: once for each run.
    public private(set) var answers: [String: [[UInt8]]] = [:]
    private var allowed: [String: Set<Verdict>] = [:]

    /// - Parameter unit: where a measurement may come near its limits, that is the unit's own business.
    public init(_ unit: UUTPlan) throws {
        self.unit = unit
        var readings: [String: StepReading] = [:]
        for step in Phase.allCases.flatMap({ unit[$0].steps }) {
            if unit.port(step.listen)?.framing == .lines { readings[step.id] = try StepReading(step) }
            allowed[step.id] = step.measures.contains { $0.marginal != nil } ? [.pass, .warn] : [.pass]
        }
        self.readings = readings
    }

    /// Takes in a run without faults.
    /// - Returns: why the unit is not well; nil where it is.
    public mutating func take(_ run: JudgedRun) -> String? {
        guard run.verdict == .pass || run.verdict == .warn else {
            return "\(run.verdict.rawValue)\(run.decidingStep.map { " at \($0)" } ?? ""): \(run.explanation)"
        }
        for step in run.steps {
            allowed[step.step, default: []].insert(step.verdict)
            answers[step.step, default: []].append(step.answer)
        }
        return nil
    }

    /// Whether a run's verdict is as without a fault.
    public func allows(_ run: JudgedRun) -> Bool {
        guard run.verdict == .pass || run.verdict == .warn else { return false }
        return run.steps.allSatisfy { allowed[$0.step]?.contains($0.verdict) == true }
    }
}
