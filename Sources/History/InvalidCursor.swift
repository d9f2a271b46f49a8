/// A cursor that no page has given out.
public struct InvalidCursor: Error, Sendable, Hashable, CustomStringConvertible {
    public let text: String
    public var description: String { "'\(text)' is not a cursor of this list; begin again without one" }
}
