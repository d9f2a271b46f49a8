/// The shape of a value, as far as the API has shapes; written as JSON Schema 2020-12.
indirect enum Schema: Sendable, Hashable {
    case string, dateTime, integer, number, boolean
    /// A string that fits (ECMA 262).
    case text(pattern: String)
    /// An integer of the range.
    case whole(ClosedRange<Int>)
    case choice([String])
    case array(Schema)
    case map(Schema)
    /// A shape of `Schemas`.
    case reference(String)
    /// Absent where there is no value, and never null.
    case optional(Schema)
    case object([Property])

    struct Property: Sendable, Hashable {
        let name: String
        let schema: Schema
        init(_ name: String, _ schema: Schema) {
            self.name = name
            self.schema = schema
        }
    }

    var json: JSONValue {
        switch self {
        case .string: ["type": "string"]
        case .dateTime: ["type": "string", "format": "date-time"]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .text(let pattern): ["type": "string", "pattern": .string(pattern)]
        case .whole(let range):
            ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .choice(let values): ["type": "string", "enum": .array(values.map(JSONValue.string))]
        case .array(let element): ["type": "array", "items": element.json]
        case .map(let element): ["type": "object", "additionalProperties": element.json]
        case .reference(let name): ["$ref": .string("#/components/schemas/\(name)")]
        case .optional(let schema): schema.json
        case .object(let properties):
            [
                "type": "object",
                "properties": .object(Dictionary(uniqueKeysWithValues: properties.map { ($0.name, $0.schema.json) })),
                "required": .array(properties.filter { !$0.schema.isOptional }.map { .string($0.name) }),
            ]
        }
    }

    /// Values that each fit, joined by commas.
    static func list(of pattern: String) -> Schema { .text(pattern: "^\(pattern)(,\(pattern))*$") }

    private var isOptional: Bool {
        if case .optional = self { true } else { false }
    }
}
