import Patterns
import Testing

@testable import Plans

/// What is said of patterns without trying them is held against trying them.
struct PatternShapeTests {
    private static let patterns = [
        "^OK$", "OK", "^OK", "OK$", "^", "$", "^$", ".*", "^.*$", "^.*", ".*$", ".", "a*", "a*b", "^a*$", "a?", "(a|)",
        "a|b",
        "^a|b$", #"\w*"#, #"\bOK"#, #"\.O"#, "[a-c]*", "[^x]*", "(?:O)?", "(?<n>.*)", "^(?<n>.*)$", "O+", "OK?", "OK*",
        "O{0,2}",
        "(?!O)", "(?=O)", "(?<!O)", "a*+", "a*+a", "(?i)ok", #"a\$"#, #"\\$"#, "OK\\n", "^OK\\s*$", "[]a]*", "b[]|]",
        "(*ACCEPT)a",
        "^K", "K$", "^OKK$", "", "a{0}", "(a)\\1?", "^(OK|KO)$",
    ]
    private static let texts: [[UInt8]] = {
        let letters: [UInt8] = Array("OKa.\n$\\".utf8)
        var all: [[UInt8]] = [[]]
        for length in 1...4 {
            all += all.filter { $0.count == length - 1 }.flatMap { text in letters.map { text + [$0] } }
        }
        return all
    }()

    private static func fits(_ source: String, _ text: [UInt8]) -> Bool {
        (try? Pattern(source).match(text)) != nil
    }

    /// Sound: what is called covered is covered. Tried on all texts of up to four letters.
    @Test(arguments: [false, true])
    func whatIsSaidIsTrue(hasLines: Bool) {
        let texts = Self.texts.filter { hasLines || !$0.contains(10) }
        let fitting = Dictionary(
            uniqueKeysWithValues: Self.patterns.map { source in
                (source, Set(texts.indices.filter { Self.fits(source, texts[$0]) }))
            })
        for first in Self.patterns {
            let shape = PatternShape(first)
            if shape.fitsEverything(hasLines: hasLines) {
                #expect(fitting[first]?.count == texts.count, "\(first)")
            }
            for second in Self.patterns where shape.covers(PatternShape(second), hasLines: hasLines) {
                let lost = (fitting[second] ?? []).subtracting(fitting[first] ?? [])
                #expect(lost.isEmpty, "\(first) does not cover \(second): \(lost.first.map { texts[$0] } ?? [])")
            }
        }
    }

    @Test func whatIsPlainToSeeIsSaid() {
        for source in [".*", "^.*", ".*$", "a*", "(a|)", "^", "$", "(?<n>.*)", "[a-c]*", "O{0,2}"] {
            #expect(PatternShape(source).fitsEverything(hasLines: true), "\(source)")
        }
        #expect(PatternShape("^.*$").fitsEverything(hasLines: false))
        #expect(!PatternShape("^.*$").fitsEverything(hasLines: true))
        for (first, second) in [("OK", "^OK$"), ("^O", "^OK"), ("K$", "^OK$"), (#"\w"#, "^OK$"), ("O", "OK")] {
            #expect(PatternShape(first).covers(PatternShape(second), hasLines: true), "\(first) \(second)")
        }
    }
}
