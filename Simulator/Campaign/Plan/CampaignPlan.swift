internal import Plans
public import RigModel
internal import StrictYAML

/// A plan as a campaign needs it: its file, and which of its steps can be struck.
public struct CampaignPlan: Sendable {
    public let plan: Plan
    public let content: [UInt8]
    /// By unit, in the order of the plan.
    public let targets: [UUTID: [CampaignTarget]]

    /// - Parameter path: of the file; its stem is the plan's name.
    public init(_ content: [UInt8], path: String) throws(CampaignError) {
        do { plan = try PlanLoader { _ in "" }.load(content, file: path) } catch { throw .plan("\(error)") }
        self.content = content
        targets = Dictionary(uniqueKeysWithValues: plan.uuts.map { ($0.id, CampaignTarget.all(of: $0)) })
        if let reason = Self.unfitness(of: plan) { throw .unfit(plan: path, reason: reason) }
        guard targets.values.contains(where: { !$0.isEmpty }) else {
            throw .unfit(
                plan: path, reason: "no step sends a line of text and judges its answer, so nothing can be struck")
        }
    }

    /// Why runs of the plan cannot be held against each other; nil where they can.
    private static func unfitness(of plan: Plan) -> String? {
        if plan.onPlug == .run || plan.schedule != nil {
            return "the plan starts runs by itself (on_plug, schedule), which would get among the campaign's; "
                + "take that out in a copy of it"
        }
        for unit in plan.uuts {
            if case .untilSignal = unit.test.loop {
                return "unit \(unit.id) loops until a signal, which nobody gives here; give a copy of it 'times'"
            }
            for step in Phase.allCases.flatMap({ unit[$0].steps }) {
                if case .operator = step.action {
                    return "step \(step.id) asks a person, and there is none here; take it out in a copy of the plan"
                }
            }
        }
        return nil
    }

    /// The files that its steps send, which belong beside it.
    var sentFiles: [(name: String, content: [UInt8])] { plan.sentFiles }

    public func unit(_ id: UUTID) -> UUTPlan? { plan.uuts.first { $0.id == id } }
}
