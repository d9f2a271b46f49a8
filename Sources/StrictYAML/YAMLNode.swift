/// A piece of a file as it was written: scalars are text, whatever they look like.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        case scalar(String, ScalarStyle)
        case list([YAMLNode])
        case mapping([Entry])
        /// Reported already: whoever reads it gets nothing, and says nothing more.
        case refused
    }
    struct Entry: Sendable {
        var key: YAMLText
        var value: YAMLNode
    }
    var content: Content
    var location: SourceLocation
}

/// How a scalar is quoted.
enum ScalarStyle: Sendable, Hashable {
    case plain, singleQuoted, doubleQuoted, block
}
