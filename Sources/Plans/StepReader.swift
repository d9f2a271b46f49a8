internal import RigModel
internal import StrictYAML

/// Reads one step.
struct StepReader {
    let defaults: StepPolicies
    /// Of the unit's ports, in the order of the file; nil where these could not be read.
    let aliases: [String]?

    /// A step, and the names that its PASS patterns capture; nil where a pattern could not be read.
    struct Reading {
        var step: StepPlan
        var captures: [String]?
    }

    func read(_ map: YAMLMapping, names: inout UniqueNames) -> Reading? {
        map.refuseUnsupported(["send_file", "operator", "require"])
        let id = map.required("id").flatMap { value in
            let name = value.plainName()
            if let name { names.add(name, value) }
            return name
        }
        var policies = defaults
        policies.read(map)
        let action = readAction(map)
        let levels = LevelsReader().read(map)
        let measures = map["measure"]?.mapping { MeasureReader(captures: levels.measurable).read($0) } ?? []
        let until = map["until"]?.pattern()?.text
        let port = readAlias(map["port"]) ?? aliases?.first ?? ""
        let listen = readAlias(map["listen"]) ?? port
        check(map, action, levels, &policies)
        guard let id, let action else { return nil }
        let step = StepPlan(
            id: id, action: action, port: port, listen: listen, timeout: policies.timeout, levels: levels.patterns,
            noMatch: policies.noMatch, noMatchAfter: policies.noMatchAfter, onTimeout: policies.onTimeout,
            onFail: policies.onFail, retries: policies.retries, measures: measures, ignore: policies.ignore,
            quietBefore: policies.quietBefore, until: until)
        return Reading(step: step, captures: levels.passed)
    }

    private func readAction(_ map: YAMLMapping) -> StepAction? {
        map.atMostOne(of: ["send", "send_hex", "wait"])
        let text = map["send"], hex = map["send_hex"], wait = map["wait"]
        if let text { return text.sentText().map(StepAction.sendText) }
        if let hex { return hex.hexBytes().map(StepAction.sendBytes) }
        if let wait { return wait.positiveDuration().map(StepAction.wait) }
        return .listen
    }

    private func readAlias(_ value: YAMLValue?) -> String? {
        guard let value, let alias = value.string() else { return nil }
        if let aliases, !aliases.contains(alias) {
            let known = aliases.joined(separator: ", ")
            value.report(
                "the unit has no port '\(alias)'",
                hint: suggestion(for: alias, from: aliases) ?? "it has: \(known)")
        }
        return alias
    }

    /// What the keys mean together.
    private func check(
        _ map: YAMLMapping, _ action: StepAction?, _ levels: LevelsReader.Reading, _ policies: inout StepPolicies
    ) {
        let expects = map.has("expect") || map.has("levels")
        switch action {
        case .wait(let duration):
            if expects { map.report("a step that waits expects nothing", hint: "make it two steps") }
            // Its own length is its deadline, unless the step asks for less than it needs.
            if map.has("timeout"), policies.timeout < duration {
                map.report("'timeout' is shorter than 'wait'", atKey: "timeout", hint: "leave 'timeout' out")
            }
            policies.timeout = max(policies.timeout, duration)
        case .listen where !expects && !map.has("operator") && !map.has("send_file"):
            map.report("the step does nothing", hint: "give 'send', 'send_hex', 'wait', 'expect' or 'levels'")
        case .sendText, .sendBytes, .sendFile, .listen, .operator, nil: break
        }
        if !expects {
            for key in ["until", "measure", "listen", "no_match", "no_match_after"] where map.has(key) {
                map.report(
                    "'\(key)' has no effect where nothing is expected", atKey: key, hint: "give 'expect' or 'levels'")
            }
        }
    }
}
