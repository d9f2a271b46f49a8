/// A value that is being read: text, a list or a mapping, of which its reader says what it must be.
///
/// Every reading function reports what is wrong and returns nil then.
public struct YAMLValue {
    let node: YAMLNode
    /// As messages name it: `'timeout'`.
    let name: String
    let problems: ProblemLog

    public var location: SourceLocation { node.location }
    public var isScalar: Bool { if case .scalar = node.content { true } else { false } }
    public var isList: Bool { if case .list = node.content { true } else { false } }
    public var isMapping: Bool { if case .mapping = node.content { true } else { false } }

    /// Reports a problem with the value.
    public func report(_ message: String, hint: String? = nil) { problems.report(message, at: location, hint: hint) }

    /// Reports a problem with a part of the value.
    public func report(_ message: String, at place: SourceLocation, hint: String? = nil) {
        problems.report(message, at: place, hint: hint)
    }

    /// Reads a mapping; keys that `read` does not ask for are reported.
    public func mapping<Value>(_ read: (YAMLMapping) -> Value?) -> Value? {
        guard case .mapping(let entries) = node.content else { return refuse("a mapping of keys and values") }
        let map = YAMLMapping(entries: entries, location: location, problems: problems)
        defer { map.finish() }
        return read(map)
    }

    /// The elements of a list.
    public func list() -> [YAMLValue]? {
        guard case .list(let elements) = node.content else { return refuse("a list") }
        return elements.map { YAMLValue(node: $0, name: name, problems: problems) }
    }

    /// The elements of a list, or the value itself where it is not a list.
    public func oneOrMany() -> [YAMLValue] {
        guard case .list(let elements) = node.content else { return [self] }
        return elements.map { YAMLValue(node: $0, name: name, problems: problems) }
    }

    /// Reads each element of a list; nil unless all could be read.
    public func list<Element>(of read: (YAMLValue) -> Element?) -> [Element]? { list().flatMap { all($0, read) } }

    /// Reads each element of a list, or the value itself; nil unless all could be read.
    public func oneOrMany<Element>(of read: (YAMLValue) -> Element?) -> [Element]? { all(oneOrMany(), read) }

    private func all<Element>(_ values: [YAMLValue], _ read: (YAMLValue) -> Element?) -> [Element]? {
        // Every element is read, also after one that could not be: all errors are wanted.
        let elements = values.map(read)
        return elements.contains { $0 == nil } ? nil : elements.compactMap { $0 }
    }

    /// Reports what the value should have been, unless something worse was reported of it already.
    func refuse<Value>(_ wanted: String) -> Value? {
        switch node.content {
        case .refused: break
        case .scalar("", .plain): report("\(name) has no value", hint: "write \(wanted)")
        case .scalar(let text, _): report("\(name) is not \(wanted): '\(text)'")
        case .list: report("\(name) is a list", hint: "write \(wanted)")
        case .mapping: report("\(name) is a mapping", hint: "write \(wanted)")
        }
        return nil
    }
}
