internal import RigModel
internal import StrictYAML

/// Reads one assertion of a board's file: `{ saw, times }` or `{ never, after, until }` or `{ baud }`, and perhaps `channel`.
struct AssertionReader {
    let scope: ScriptScope

    func read(_ value: YAMLValue) -> Assertion? { value.mapping { read($0) } }

    private func read(_ map: YAMLMapping) -> Assertion? {
        let channel = map["channel"].map { scope.channel($0).map(Optional.some) } ?? .some(nil)
        let kinds = map.atMostOne(of: ["saw", "never", "baud"])
        let claim = claim(map)
        if kinds.isEmpty {
            map.report("an assertion says what it 'saw', what must 'never' come, or the 'baud' of all lines")
        }
        guard let channel, let claim, kinds.count == 1 else { return nil }
        return Assertion(claim: claim, channel: channel, location: map.location)
    }

    private func claim(_ map: YAMLMapping) -> Assertion.Claim? {
        let saw = map["saw"], never = map["never"]
        if let saw {
            let pattern = scope.pattern(saw)
            let times = map["times"].map { $0.integer(in: 0...1_000_000).map(Optional.some) } ?? .some(nil)
            guard let pattern, let times else { return nil }
            return .saw(pattern, times: times)
        }
        if let baud = map["baud"] { return baud.integer(in: 50...12_000_000).map { .baud(UInt32($0)) } }
        guard let never else { return nil }
        let pattern = scope.pattern(never)
        let after = map["after"].map { scope.pattern($0).map(Optional.some) } ?? .some(nil)
        let until = map["until"].map { scope.pattern($0).map(Optional.some) } ?? .some(nil)
        if map["until"] != nil, map["after"] == nil {
            map.report("'until' closes what 'after' opens", hint: "add 'after'")
        }
        guard let pattern, let after, let until else { return nil }
        return .never(pattern, after: after, until: until)
    }
}
