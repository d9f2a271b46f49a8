internal import StrictYAML

/// What becomes of an answer's bytes.
public enum ByteFault: Sendable, Hashable {
    /// So many random bytes, at a place.
    case garbage(count: Int, alphabet: Alphabet, place: Place)
    /// Only the first `keep` bytes ever come; nil: half of them.
    case partialLine(keep: Int?)

    public enum Place: String, Sendable, Hashable, CaseIterable {
        case before, after, instead
        /// In front, as a line of its own.
        case line
    }
    public enum Alphabet: String, Sendable, Hashable, CaseIterable {
        /// Every byte but CR and LF, so that noise does not end a line by chance.
        case any
        /// What a terminal can show.
        case printable
    }

    var name: String {
        switch self {
        case .garbage: "garbage"
        case .partialLine: "partial_line"
        }
    }

    static let readers: [String: FaultKind.Reader] = [
        "garbage": { map, _ in
            let count = map["bytes"].map { $0.integer(in: 1...65_536) } ?? 16
            let alphabet = map["alphabet"].map { $0.choice(Alphabet.self) } ?? .any
            let place = map["place"].map { $0.choice(Place.self) } ?? .before
            guard let count, let alphabet, let place else { return nil }
            return .bytes(.garbage(count: count, alphabet: alphabet, place: place))
        },
        "partial_line": { map, _ in
            guard let keep = map["keep"] else { return .bytes(.partialLine(keep: nil)) }
            return keep.integer(in: 0...65_536).map { .bytes(.partialLine(keep: $0)) }
        },
    ]

    func apply(to answer: inout Answer, using dice: inout SeededGenerator) {
        switch self {
        case .garbage(let count, let alphabet, let place):
            let noise = (0..<count).map { _ in alphabet.draw(with: &dice) }
            switch place {
            case .before: answer.bytes = noise + answer.bytes
            case .after: answer.bytes += noise
            case .instead: answer.bytes = noise
            case .line: answer.bytes = noise + answer.endOfLine + answer.bytes
            }
        case .partialLine(let keep):
            answer.bytes = Array(answer.bytes.prefix(keep ?? answer.bytes.count / 2))
        }
    }
}

extension ByteFault.Alphabet {
    func draw(with dice: inout SeededGenerator) -> UInt8 {
        switch self {
        case .printable: return UInt8(dice.integer(in: 0x21...0x7E))
        case .any:
            while true {
                let byte = UInt8(dice.integer(in: 0...255))
                if byte != 0x0A && byte != 0x0D { return byte }
            }
        }
    }
}
