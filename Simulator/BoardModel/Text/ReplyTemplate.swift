/// Text that a board sends, with `${name}` for a variable or a named group of the rule's pattern and `${name:%.2f}` for a
/// formatted one; `${0x00FF}` is these bytes, and `$${` a plain `${`.
struct ReplyTemplate: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case bytes([UInt8])
        case value(String, ValueFormat?)
    }
    let parts: [Part]
    let source: String

    init(_ text: String) throws(TextError) {
        var parts: [Part] = []
        var rest = text[...]
        while let dollar = rest.firstRange(of: "${") {
            let before = rest[..<dollar.lowerBound]
            if before.last == "$" {
                parts.append(.bytes(Array(before.utf8) + [UInt8(ascii: "{")]))
                rest = rest[dollar.upperBound...]
                continue
            }
            guard let end = rest[dollar.upperBound...].firstIndex(of: "}") else { throw .unclosedBrace(text) }
            if !before.isEmpty { parts.append(.bytes(Array(before.utf8))) }
            let inside = rest[dollar.upperBound..<end]
            if inside.hasPrefix("0x") {
                guard let bytes = Self.bytes(inHex: inside.dropFirst(2)) else { throw .badHex(String(inside)) }
                parts.append(.bytes(bytes))
                rest = rest[rest.index(after: end)...]
                continue
            }
            let pieces = inside.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard Surroundings.isName(pieces[0]) else { throw .badName(String(pieces[0])) }
            let name = String(pieces[0])
            var format: ValueFormat?
            if pieces.count == 2 {
                guard let parsed = ValueFormat(pieces[1]) else { throw .badFormat(String(pieces[1])) }
                format = parsed
            }
            parts.append(.value(name, format))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { parts.append(.bytes(Array(rest.utf8))) }
        self.parts = parts
        source = text
    }

    /// nil where it is not two digits a byte.
    private static func bytes(inHex text: Substring) -> [UInt8]? {
        let digits = text.utf8.map { UInt8(String(UnicodeScalar($0)), radix: 16) }
        guard !digits.isEmpty, digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { 16 * (digits[$0] ?? 0) + (digits[$0 + 1] ?? 0) }
    }

    var names: [String] {
        parts.compactMap { if case .value(let name, _) = $0 { name } else { nil } }
    }

    func bytes(in surroundings: Surroundings) throws(EvaluationError) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .bytes(let plain): bytes += plain
            case .value(let name, nil):
                guard let value = surroundings.bytes(of: name) else { throw .unknown(name) }
                bytes += value
            case .value(let name, let format?):
                guard let value = surroundings.value(of: name) else { throw .unknown(name) }
                guard let text = format.format(value) else { throw .notANumber(name, value.description) }
                bytes += Array(text.utf8)
            }
        }
        return bytes
    }
}
