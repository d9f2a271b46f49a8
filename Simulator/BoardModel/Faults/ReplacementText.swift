/// Text that a fault sends instead; may name variables as replies do.
public struct ReplacementText: Sendable, Hashable {
    let template: ReplyTemplate
}
