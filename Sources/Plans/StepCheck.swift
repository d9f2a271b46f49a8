internal import RigModel
internal import StrictYAML

/// What the keys of a step mean together.
struct StepCheck {
    let map: YAMLMapping
    /// nil where it could not be read.
    let action: StepAction?

    /// A person is slower than a unit: so long a question stays open where the step itself does not say.
    static let answerTime = Duration.seconds(300)

    private var expects: Bool { map.has("expect") || map.has("levels") }

    func check(_ policies: inout StepPolicies) {
        switch action {
        case .wait(let duration): checkWait(duration, &policies)
        case .operator(let prompt): checkPrompt(prompt, &policies)
        case .listen where !expects:
            map.report(
                "the step does nothing",
                hint: "give 'send', 'send_hex', 'send_file', 'wait', 'operator', 'expect' or 'levels'")
            refuseJudging()
        case .sendText, .sendBytes, .sendFile, .listen:
            if !expects { refuseJudging() }
        case nil: break
        }
    }

    private func checkWait(_ duration: Duration, _ policies: inout StepPolicies) {
        if expects { map.report("a step that waits expects nothing", hint: "make it two steps") }
        // Its own length is its deadline, unless the step asks for less than it needs.
        if map.has("timeout"), policies.timeout < duration {
            map.report("'timeout' is shorter than 'wait'", atKey: "timeout", hint: "leave 'timeout' out")
        }
        policies.timeout = max(policies.timeout, duration)
        if !expects { refuseJudging() }
    }

    private func checkPrompt(_ prompt: OperatorPrompt, _ policies: inout StepPolicies) {
        if !map.has("timeout") { policies.timeout = Self.answerTime }
        for key in ["port", "listen", "ignore", "echo", "until", "quiet_before", "no_match_after"] where map.has(key) {
            map.report("'\(key)' has no effect where a person is asked", atKey: key, hint: "it is for lines")
        }
        guard prompt.kind == .confirm else { return }
        for key in ["expect", "levels", "measure", "no_match", "require"] where map.has(key) {
            map.report("'\(key)' has no effect on 'confirm'", atKey: key, hint: "yes is PASS, no is FAIL")
        }
    }

    private func refuseJudging() {
        for key in ["until", "measure", "listen", "no_match", "no_match_after", "require"] where map.has(key) {
            map.report(
                "'\(key)' has no effect where nothing is expected", atKey: key, hint: "give 'expect' or 'levels'")
        }
    }
}
