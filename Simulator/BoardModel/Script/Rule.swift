internal import Patterns
internal import RigModel
internal import StrictYAML

/// What a board does about a line. Rules are tried in the order of the script; the first that fits is carried out.
struct Rule: Sendable {
    let pattern: Pattern
    /// Empty: in any state.
    let states: Set<String>
    /// Empty: on any channel.
    let channels: Set<Channel>
    /// Lines of the answer; each gets the channel's end of line. Empty: silence. They see what `assignments` have set.
    let reply: [ReplyTemplate]
    /// Behind `reply`, exactly as written: no end of line is added.
    let emission: ReplyTemplate?
    /// Said behind all that. The unit is busy until it is out.
    let sequel: [RuleEmission]
    /// nil: the channel that the line came from.
    let replyOn: Channel?
    let delay: DurationRange
    /// Carried out in the order of the script, each seeing those before it.
    let assignments: [Assignment]
    let nextState: String?
    /// For reports: where the rule is in its file.
    let location: SourceLocation

    struct Assignment: Sendable {
        let variable: String
        let expression: Expression
    }

    func concerns(_ channel: Channel, in state: String) -> Bool {
        (channels.isEmpty || channels.contains(channel)) && (states.isEmpty || states.contains(state))
    }
}
