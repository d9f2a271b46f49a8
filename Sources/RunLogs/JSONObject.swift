/// One JSON object on one line, its keys in the order they were added.
///
/// By hand, because an encoder costs more than the rest of a line together, and sorts or shuffles the keys.
struct JSONObject: Sendable {
    private var body = ""

    /// The object, without an end of line.
    var text: String { "{\(body)}" }

    mutating func add(_ key: String, _ value: String) {
        begin(key)
        Self.append(value, to: &body)
    }

    mutating func add(_ key: String, _ value: Int) {
        begin(key)
        body += String(value)
    }

    mutating func add(_ key: String, _ value: [JSONObject]) {
        begin(key)
        body += "[\(value.map(\.text).joined(separator: ","))]"
    }

    /// Adds what another object holds.
    mutating func add(_ other: JSONObject) {
        if !body.isEmpty, !other.body.isEmpty { body += "," }
        body += other.body
    }

    private mutating func begin(_ key: String) {
        if !body.isEmpty { body += "," }
        Self.append(key, to: &body)
        body += ":"
    }

    private static func append(_ text: String, to body: inout String) {
        body += "\""
        let needsEscape = text.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        if !needsEscape {
            body += text
        } else {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": body += "\\\""
                case "\\": body += "\\\\"
                case "\u{0}"..<"\u{20}": body += "\\u00" + [UInt8(scalar.value)].hex
                default: body.unicodeScalars.append(scalar)
                }
            }
        }
        body += "\""
    }
}
