internal import RigModel
internal import StrictYAML

/// The keys of a step that `defaults` may give for all steps.
struct StepPolicies {
    var timeout = Duration.seconds(2)
    var noMatch = NoMatchPolicy.fail
    var noMatchAfter: Int?
    var onTimeout = TimeoutPolicy.timeout
    var onFail = FailPolicy.stop
    var retries = RetryPolicy.none
    var ignore: [LocatedPattern] = []
    var quietBefore = Duration.zero
    var echo = EchoPolicy.auto
    /// Of ports; a key of `defaults` for convenience.
    var endOfLine = EndOfLine.crlf

    /// Takes over what is given; the rest stays.
    mutating func read(_ map: YAMLMapping, asDefaults: Bool = false) {
        if let given = map["timeout"]?.positiveDuration() { timeout = given }
        if let given = map["no_match"]?.choice(NoMatchPolicy.self) { noMatch = given }
        if let given = map["no_match_after"]?.integer(in: 1...1_000_000) { noMatchAfter = given }
        if let given = map["on_timeout"]?.choice(TimeoutPolicy.self) { onTimeout = given }
        if let given = map["on_fail"]?.choice(FailPolicy.self) { onFail = given }
        if let given = map["ignore"]?.oneOrMany(of: { $0.pattern(.ignore) }) { ignore = given }
        if let given = map["quiet_before"]?.duration() { quietBefore = given }
        if let given = map["echo"]?.choice(EchoPolicy.self) { echo = given }
        map["retries"]?.mapping { readRetries($0) }
        if asDefaults, let given = map["eol"]?.choice(EndOfLine.self) { endOfLine = given }
    }

    private mutating func readRetries(_ map: YAMLMapping) {
        if let given = map["count"]?.integer(in: 0...1000) { retries.count = given }
        if let given = map["delay"]?.duration() { retries.delay = given }
        if let given = map["on"]?.oneOrMany(of: { $0.choice(RetryCause.self) }) { retries.causes = Set(given) }
    }
}
