internal import RigModel

/// Bytes of a rule that follow its answer, exactly as written: no end of line is added, and no fault touches them.
struct RuleEmission: Sendable, Hashable {
    /// Behind what the rule has said before.
    let after: DurationRange
    /// nil: the channel of the answer.
    let channel: Channel?
    let text: ReplyTemplate
}
