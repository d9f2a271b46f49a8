import FoundationEssentials

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
            throw WorldError.request("a request has no '\(unknown)'; it has \(known.joined(separator: ", "))")
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        verb = try values.decode(Verb.self, forKey: .verb)
        board = try values.decodeIfPresent(String.self, forKey: .board)
        tty = try values.decodeIfPresent(String.self, forKey: .tty)
        serial = try values.decodeIfPresent(String.self, forKey: .serial)
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
            throw .request(
                "not a request: a line is one JSON object with \"do\" one of "
                    + Verb.allCases.map(\.rawValue).joined(separator: ", "))
        }
    }
}
