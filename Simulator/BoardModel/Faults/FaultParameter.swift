/// One parameter of a kind of fault, besides `id`, `when`, `for` and `channel`, which all kinds take.
public struct FaultParameter: Sendable, Hashable {
    /// As scripts and commands write it.
    public let name: String
    public let meaning: String
    /// A value that may be given.
    public let example: String
    public let isRequired: Bool

    init(_ name: String, _ meaning: String, example: String, isRequired: Bool = false) {
        self.name = name
        self.meaning = meaning
        self.example = example
        self.isRequired = isRequired
    }
}
