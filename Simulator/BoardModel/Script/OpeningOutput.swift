internal import RigModel

/// Bytes said so long after each opening of a port, exactly as written: boards that DTR resets do so.
struct OpeningOutput: Sendable, Hashable {
    let channel: Channel
    let after: DurationRange
    /// Of the unit when the port was opened; empty: any.
    let states: Set<String>
    let text: ReplyTemplate
}
