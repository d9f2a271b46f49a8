public import RigModel
internal import StrictYAML

/// A plan that was read, and where its parts stand in its file.
public struct InspectedPlan: Sendable {
    public let plan: Plan
    let places: PlanPlaces
    /// Found in the file's text, where the plan does not show it any more.
    let quotes: [LintFinding]

    /// Units and the longest that a run of each can take.
    public var longestRuns: [(uut: UUTID, duration: Duration)] {
        plan.uuts.map { ($0.id, $0.longestRun(safeState: plan.safeState)) }
    }
}
