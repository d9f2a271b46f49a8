internal import Patterns
internal import RigModel
internal import StrictYAML

/// Reads one rule of a board's file.
struct RuleReader {
    let scope: ScriptScope

    func read(_ value: YAMLValue) -> Rule? { value.mapping { read($0) } }

    private func read(_ map: YAMLMapping) -> Rule? {
        let pattern = map.required("on").flatMap(scope.pattern)
        var scope = scope
        // Without its pattern nobody knows what the rule may name.
        if let pattern { scope.captures = pattern.captureNames } else { scope.variables = nil }
        let states = map["in"].map { $0.oneOrMany { $0.string() } } ?? []
        let channels = map["channel"].map { $0.oneOrMany { scope.channel($0) } } ?? []
        let reply = map["reply"].map { $0.oneOrMany { scope.template($0) } } ?? []
        let emission = map["emit"].map { scope.template($0).map(Optional.some) } ?? .some(nil)
        let sequel = map["then"].map { emissions($0, scope) } ?? []
        let replyOn = map["reply_on"].map { scope.channel($0).map(Optional.some) } ?? .some(nil)
        let delay = map["delay"].map { $0.durationRange() } ?? Duration.zero...Duration.zero
        let assignments = map["set"].map { $0.mapping { self.assignments($0, scope) } } ?? []
        let next = map["goto"].map { $0.string().map(Optional.some) } ?? .some(nil)
        guard let pattern, let states, let channels, let reply, let emission, let sequel, let replyOn, let delay,
            let assignments, let next
        else { return nil }
        return Rule(
            pattern: pattern, states: Set(states), channels: Set(channels), reply: reply,
            emission: emission, sequel: sequel, replyOn: replyOn,
            delay: DurationRange(delay), assignments: assignments, nextState: next,
            location: map.location)
    }

    private func assignments(_ map: YAMLMapping, _ scope: ScriptScope) -> [Rule.Assignment]? {
        let pairs = map.pairs()
        let assignments = pairs.compactMap { key, value -> Rule.Assignment? in
            if let variables = scope.variables, !variables.contains(key.text) {
                value.report("there is no variable '\(key)'", at: key.location, hint: "declare it in 'vars'")
                return nil
            }
            return scope.expression(value).map { Rule.Assignment(variable: key.text, expression: $0) }
        }
        return assignments.count == pairs.count ? assignments : nil
    }
}
