public import StrictYAML

/// One thing of a file that the plan made of it does not say in the same way.
public struct ImportNote: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The plan has nothing of it.
        case dropped
        /// The plan says it otherwise than the original did it; nothing is left open.
        case changed
        /// A meaning was chosen of several: a person should look at it. Marked in the plan by a comment.
        case doubted
    }
    public var kind: Kind
    public var location: SourceLocation
    /// The element, or `element/@attribute`.
    public var element: String
    public var reason: String
    /// What stands in the plan in its place; nil where nothing does.
    public var became: String?

    public init(_ kind: Kind, _ element: String, at location: SourceLocation, _ reason: String, became: String? = nil) {
        self.kind = kind
        self.element = element
        self.location = location
        self.reason = reason
        self.became = became
    }

    /// `file:line:column: doubted: expected_response: why -> what it became`
    public var description: String {
        "\(location): \(kind.rawValue): \(element): \(reason)" + (became.map { " -> \($0)" } ?? "")
    }
}
