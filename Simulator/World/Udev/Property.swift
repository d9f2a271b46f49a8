/// One `KEY=value` of an event, a `uevent` file or a database record. An array of them keeps udev's order.
public struct Property: Sendable, Hashable, CustomStringConvertible {
    public let key: String
    public let value: String
    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
    public var description: String { "\(key)=\(value)" }
}

extension [Property] {
    /// The value of a key; nil where there is none.
    public subscript(key: String) -> String? { first { $0.key == key }?.value }
}
