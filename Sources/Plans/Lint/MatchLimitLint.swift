internal import Patterns
internal import RigModel

/// Finds patterns on which a search is given up, by trying texts that are made to be hard for them.
///
/// What it finds is true; what it does not find may still be hard.
struct MatchLimitLint {
    /// Long for an answer, and a small part of the longest frame.
    static let length = 2_000
    private static let inputLimit = 48

    /// By the source of a pattern: the same one often stands in many steps.
    private var known: [String: [UInt8]?] = [:]

    mutating func finding(for pattern: LocatedPattern, in step: String) -> LintFinding? {
        let input = known[pattern.source] ?? Self.hardInput(for: pattern.source)
        known[pattern.source] = .some(input)
        guard let input else { return nil }
        return LintFinding(
            .matchLimit,
            "the search for \(pattern.role.name) '\(pattern.source)' of step '\(step)' is given up on an answer of "
                + "\(input.count) bytes such as \(VisibleBytes.text(input.prefix(24)))...", at: pattern.location,
            hint: "no repetition within a repetition, as in (a+)+, and few '.*' in one pattern")
    }

    /// A text on which the search is given up; nil where none was found.
    static func hardInput(for source: String) -> [UInt8]? {
        guard let pattern = try? Pattern(source) else { return nil }
        for input in inputs(for: source) {
            do throws(MatchLimitExceeded) { _ = try pattern.match(input) } catch { return input }
        }
        return nil
    }

    /// Repeats of what the pattern speaks of, behind what it begins with, and with an end that fits nothing.
    private static func inputs(for source: String) -> [[UInt8]] {
        let prefix = PatternShape(source).literal
        let bytes = Array(source.utf8)
        let letters: [UInt8] = Set(bytes.filter { $0 < 0x80 && $0 > 0x20 }).sorted()
        var marks: [UInt8] = letters.filter { !isWord($0) }
        marks.append(0x20)
        var pieces: [[UInt8]] = "a0 A-.".utf8.map { [$0] }
        for letter in letters { pieces.append([letter]) }
        for word in bytes.split(whereSeparator: { !isWord($0) }) { pieces.append(Array(word)) }
        for mark in marks {
            let letter: UInt8 = 0x61, digit: UInt8 = 0x30
            pieces.append([letter, mark])
            pieces.append([digit, mark])
            pieces.append([mark, letter, digit])
        }
        var inputs: [[UInt8]] = []
        var seen: Set<[UInt8]> = []
        for piece in pieces where seen.insert(piece).inserted && seen.count <= inputLimit {
            var body: [UInt8] = []
            while body.count < length { body += piece }
            // A text without a letter that every match needs is given up at once: the second end has them all.
            for end in [[], letters] {
                inputs.append(body + end + [1])
                if !prefix.isEmpty { inputs.append(prefix + body + end + [1]) }
            }
        }
        return inputs
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        Unicode.Scalar(byte).properties.isAlphabetic || (0x30...0x39).contains(byte)
    }
}
