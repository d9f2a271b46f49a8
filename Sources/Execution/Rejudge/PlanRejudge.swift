public import RigModel

/// Applies an edited plan to the stored answers of past runs: what would each of them have come to?
///
/// The bytes of every recorded attempt go through the same frames, patterns, measurements and conditions as on the wire.
/// What no record can tell is not guessed: it is listed as not judged, or with a doubt.
public struct PlanRejudge: Sendable {
    private let plan: Plan
    private let units: [UUTID: CompiledUUT]

    public init(_ plan: Plan) throws(RejudgeError) {
        self.plan = plan
        var units: [UUTID: CompiledUUT] = [:]
        do {
            for unit in plan.uuts { units[unit.id] = try CompiledUUT(unit, safeState: plan.safeState) }
        } catch { throw .plan(plan.bib, reason: "\(error)") }
        self.units = units
    }

    /// - Parameter run: of the plan's BIB, and ended.
    public func rejudge(_ run: ExecutionDetail) -> RejudgedRun {
        guard let unit = units[run.request.uut] else {
            let from = run.result?.verdict ?? .interrupted
            return RejudgedRun(
                request: run.request, endedAt: run.result?.endedAt, from: from, to: from, isAtBest: false, steps: [],
                notJudged: run.steps.map { RejudgedRun.NotJudged(step: $0.stepID, reason: .noSuchUnit) })
        }
        var replay = RunReplay(run, unit: unit)
        return replay.rejudged()
    }
}

/// Why a plan cannot be applied to past runs.
public enum RejudgeError: Error, Sendable, Hashable, CustomStringConvertible {
    case plan(BIBID, reason: String)

    public var description: String {
        switch self {
        case .plan(let bib, let reason): "the plan of '\(bib)' cannot be carried out: \(reason)"
        }
    }
}
