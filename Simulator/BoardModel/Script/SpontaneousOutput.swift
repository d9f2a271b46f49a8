internal import RigModel

/// Bytes said again and again, exactly as written; the first time one period after power-on.
struct SpontaneousOutput: Sendable, Hashable {
    let channel: Channel
    let every: DurationRange
    let states: Set<String>
    let text: ReplyTemplate
}
