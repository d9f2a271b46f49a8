import FoundationEssentials
import StrictYAML

// Strict: a key that is not known would change nothing in silence, or clear more than was meant.
extension ControlRequest {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// A parameter, which JSON may also give as a number or a truth value.
    private struct Text: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self.text = text
            } else if let number = try? value.decode(Int.self) {
                text = "\(number)"
            } else if let number = try? value.decode(Double.self) {
                text = "\(number)"
            } else {
                text = "\(try value.decode(Bool.self))"
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        let known = CodingKeys.allCases.map(\.rawValue)
        let keys = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue).sorted()
        if let unknown = keys.first(where: { !known.contains($0) }) {
            throw WorldError.request(
                "a request has no '\(unknown)'; \(Self.meant(unknown, known))it has \(known.joined(separator: ", "))")
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let word = try values.decode(String.self, forKey: .verb)
        guard let verb = Verb(rawValue: word) else {
            throw WorldError.request(
                "'do' does not know '\(word)'; \(Self.meant(word, Self.verbs))it is one of "
                    + Self.verbs.joined(separator: ", "))
        }
        self.verb = verb
        board = try values.decodeIfPresent(String.self, forKey: .board)
        tty = try values.decodeIfPresent(String.self, forKey: .tty)
        serial = try values.decodeIfPresent(String.self, forKey: .serial)
        after = try values.decodeIfPresent(String.self, forKey: .after)
        swap = try values.decodeIfPresent(Bool.self, forKey: .swap)
        kind = try values.decodeIfPresent(String.self, forKey: .kind)
        script = try values.decodeIfPresent(String.self, forKey: .script)
        parameters = try values.decodeIfPresent([String: Text].self, forKey: .parameters)?.mapValues(\.text)
    }

    /// Reads a request.
    /// - Throws: `request`, with what is wrong with it.
    init(json: Data) throws(WorldError) {
        do {
            self = try JSONDecoder().decode(ControlRequest.self, from: json)
        } catch let error as WorldError {
            throw error
        } catch {
            throw .request(Self.reason(of: error))
        }
    }

    private static let verbs = Verb.allCases.map(\.rawValue)

    /// Of an error of the decoder: which key it is about, and what belongs there.
    private static func reason(of error: any Error) -> String {
        let path: [any CodingKey] =
            switch error {
            case DecodingError.keyNotFound(let key, let context): context.codingPath + [key]
            case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
                DecodingError.dataCorrupted(let context):
                context.codingPath
            default: []
            }
        switch path.first.flatMap({ CodingKeys(rawValue: $0.stringValue) }) {
        case .verb: return "'do' has to be one of \(verbs.joined(separator: ", "))"
        case .swap: return "'swap' has to be true or false"
        case .parameters:
            return "'parameters' has to be an object of names and values: \"parameters\": {\"for\": \"2s\"}"
        case .some(let key): return "'\(key.rawValue)' has to be a text"
        case nil: return "not a request: a line is one JSON object with \"do\" one of \(verbs.joined(separator: ", "))"
        }
    }

    /// `did you mean 'board'? `, where one is near.
    private static func meant(_ word: String, _ names: [String]) -> String {
        suggestion(for: word, from: names).map { "\($0) " } ?? ""
    }
}
