/// Bytes said so long after power-on, exactly as written: no end of line is added.
struct BootEmission: Sendable, Hashable {
    let after: DurationRange
    let text: ReplyTemplate
}
