internal import RigModel
internal import StrictYAML

/// Readers of what is said exactly as it is written.
extension RuleReader {
    /// `then: [ { after: 20ms, emit: "...", channel: B } ]`
    func emissions(_ value: YAMLValue, _ scope: ScriptScope) -> [RuleEmission]? {
        value.list { element in
            element.mapping { map in
                let after = map["after"].map { $0.durationRange() } ?? Duration.zero...Duration.zero
                let channel = map["channel"].map { scope.channel($0).map(Optional.some) } ?? .some(nil)
                let text = map.required("emit").flatMap(scope.template)
                guard let after, let channel, let text else { return nil }
                return RuleEmission(after: DurationRange(after), channel: channel, text: text)
            }
        }
    }

    /// `opening: [ { channel: A, after: 20ms, in: idle, emit: "..." } ]`
    func opening(_ map: YAMLMapping) -> OpeningOutput? {
        let channel = map.required("channel").flatMap(scope.channel)
        let after = map["after"].map { $0.durationRange() } ?? Duration.zero...Duration.zero
        let states = map["in"].map { $0.oneOrMany { $0.string() } } ?? []
        let text = map.required("emit").flatMap(scope.template)
        guard let channel, let after, let states, let text else { return nil }
        return OpeningOutput(channel: channel, after: DurationRange(after), states: Set(states), text: text)
    }
}
