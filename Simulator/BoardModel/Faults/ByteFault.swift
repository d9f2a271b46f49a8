internal import StrictYAML

/// What becomes of an answer's bytes.
public enum ByteFault: Sendable, Hashable {
    /// So many random bytes, at a place.
    case garbage(count: Int, alphabet: Alphabet, place: Place)
    /// Only the first `keep` bytes ever come; nil: half of them.
    case partialLine(keep: Int?)
    /// One bit flips in such a share of the bytes, in one at least; nil: in one.
    case corruptBits(rate: Double?)
    /// Such a share of the bytes is missing, one at least; nil: one.
    case dropBytes(rate: Double?)
    /// Lines end so instead; nil: LF, or CRLF in place of LF.
    case wrongEOL(EndOfLine?)

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
        case .corruptBits: "corrupt_bits"
        case .dropBytes: "drop_bytes"
        case .wrongEOL: "wrong_eol"
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
        "corrupt_bits": { map, scope in
            (map["rate"].map { scope.share($0).map(Optional.some) } ?? .some(nil)).map {
                .bytes(.corruptBits(rate: $0))
            }
        },
        "drop_bytes": { map, scope in
            (map["rate"].map { scope.share($0).map(Optional.some) } ?? .some(nil)).map { .bytes(.dropBytes(rate: $0)) }
        },
        "wrong_eol": { map, _ in
            guard let with = map["with"] else { return .bytes(.wrongEOL(nil)) }
            return with.choice(among: ["crlf", "lf", "cr"]).map { .bytes(.wrongEOL(EndOfLine(rawValue: $0))) }
        },
    ]

    func apply(to answer: inout Answer, using dice: inout SeededGenerator) {
        switch self {
        case .garbage(let count, let alphabet, let place):
            let noise = alphabet.draw(count, with: &dice)
            switch place {
            case .before: answer.bytes = noise + answer.bytes
            case .after: answer.bytes += noise
            case .instead: answer.bytes = noise
            case .line: answer.bytes = noise + answer.endOfLine + answer.bytes
            }
        case .partialLine(let keep):
            // Without its end of line alone, a line would be whole to who waits for no more.
            let text = max(0, answer.bytes.count - answer.endOfLine.count)
            answer.bytes = Array(answer.bytes.prefix(keep ?? text / 2))
        case .corruptBits(let rate):
            for index in Self.struck(answer.bytes.count, rate, using: &dice) {
                answer.bytes[index] ^= 1 << UInt8(dice.integer(in: 0...7))
            }
        case .dropBytes(let rate):
            for index in Self.struck(answer.bytes.count, rate, using: &dice).reversed() {
                answer.bytes.remove(at: index)
            }
        case .wrongEOL(let with):
            guard !answer.endOfLine.isEmpty else { return }
            let wanted = with?.bytes ?? (answer.endOfLine == EndOfLine.lf.bytes ? EndOfLine.crlf : .lf).bytes
            answer.bytes = Array(
                answer.bytes.split(separator: answer.endOfLine, omittingEmptySubsequences: false)
                    .joined(separator: wanted))
        }
    }

    /// The places of such a share of so many bytes, in order; of one at least where there is any.
    private static func struck(_ count: Int, _ rate: Double?, using dice: inout SeededGenerator) -> [Int] {
        guard count > 0 else { return [] }
        let places = rate.map { rate in (0..<count).filter { _ in dice.unit() < rate } } ?? []
        return places.isEmpty ? [Int(dice.integer(in: 0...Int64(count - 1)))] : places
    }
}

extension ByteFault.Alphabet {
    func draw(_ count: Int, with dice: inout SeededGenerator) -> [UInt8] { (0..<count).map { _ in draw(with: &dice) } }

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
