internal import StrictYAML

/// An element of a file and where it begins.
struct SourceElement {
    struct Attribute {
        var name: String
        var value: String
        var location: SourceLocation
    }
    var name: String
    var location: SourceLocation
    var attributes: [Attribute] = []
    var children: [SourceElement] = []
    /// Its own characters, without those of its children.
    var text = ""
}
