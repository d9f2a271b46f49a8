/// A piece of JSON whose keys keep their order.
indirect enum SchemaValue: Sendable {
    case text(String), whole(Int), truth(Bool), list([SchemaValue])
    case map([(key: String, value: SchemaValue)])

    /// Indented by two blanks a level; lists stand in one line.
    func json(indent: Int = 0) -> String {
        switch self {
        case .text(let text): return Self.quoted(text)
        case .whole(let number): return "\(number)"
        case .truth(let truth): return "\(truth)"
        case .list(let values): return "[" + values.map { $0.json(indent: indent) }.joined(separator: ", ") + "]"
        case .map(let pairs):
            guard !pairs.isEmpty else { return "{}" }
            let inner = String(repeating: " ", count: indent + 2)
            let lines = pairs.map { "\(inner)\(Self.quoted($0.key)): \($0.value.json(indent: indent + 2))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + String(repeating: " ", count: indent) + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

extension SchemaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .whole(value) }
    init(booleanLiteral value: Bool) { self = .truth(value) }
    init(arrayLiteral elements: SchemaValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, SchemaValue)...) {
        self = .map(elements.map { (key: $0.0, value: $0.1) })
    }
}

extension SchemaValue {
    /// The same with one more key, or with a key's value replaced.
    func with(_ key: String, _ value: SchemaValue) -> SchemaValue {
        guard case .map(let pairs) = self else { return self }
        return .map(pairs.filter { $0.key != key } + [(key, value)])
    }

    /// With the words that an editor shows.
    func described(_ text: String) -> SchemaValue { with("description", .text(text)) }

    static func reference(_ name: String) -> SchemaValue { ["$ref": .text("#/$defs/\(name)")] }

    /// A mapping with these keys and no others.
    static func object(
        required: [String] = [], _ properties: [(key: String, value: SchemaValue)]
    ) -> SchemaValue {
        var object: SchemaValue = ["type": "object"]
        if !required.isEmpty { object = object.with("required", .list(required.map(SchemaValue.text))) }
        return object.with("properties", .map(properties)).with("additionalProperties", false)
    }

    static func list(of element: SchemaValue) -> SchemaValue { ["type": "array", "items": element] }

    /// A list, or one element for itself.
    static func oneOrMany(_ element: SchemaValue) -> SchemaValue {
        ["oneOf": [element, list(of: element).with("minItems", 1)]]
    }

    /// One of the words of a type.
    static func words<Word: RawRepresentable<String> & CaseIterable>(of type: Word.Type) -> SchemaValue {
        ["enum": .list(type.allCases.map { .text($0.rawValue) })]
    }

    static func whole(from low: Int, to high: Int) -> SchemaValue {
        ["type": "integer", "minimum": .whole(low), "maximum": .whole(high)]
    }
}
