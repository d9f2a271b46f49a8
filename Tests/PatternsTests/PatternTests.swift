import Patterns
import Testing

struct PatternTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func findsTheFirstPlaceAndItsNamedGroups() throws {
        let pattern = try Pattern("V=(?<v>[-0-9.]+)(?<unit>[A-Z]+)?")
        let match = try #require(try pattern.match(bytes("now V=3.31 V=9")))
        #expect(match.range == 4..<10)
        #expect(match.captures == ["v": 6..<10])
        #expect(pattern.captureNames == ["v", "unit"])
    }

    @Test func offsetsInASliceAreThoseOfTheArray() throws {
        let line = bytes("skip V=3.31")
        let match = try #require(try Pattern("V=(?<v>.*)$").match(line[5...]))
        #expect(match.range == 5..<11)
        #expect(line[try #require(match.captures["v"])].elementsEqual("3.31".utf8))
    }

    @Test func givesNoMatchWhereNothingFits() throws {
        let pattern = try Pattern("^OK$")
        #expect(try pattern.match(bytes("ERR")) == nil)
        #expect(try pattern.match([]) == nil)
        #expect(try Pattern("^$").match([])?.range == 0..<0)
    }

    @Test func anyByteIsACharacter() throws {
        let noise: [UInt8] = [0xFF, 0x00, 0xC3, 0x28, 0x80]
        #expect(try Pattern("^.{5}$").match(noise)?.range == 0..<5)
        #expect(try Pattern(#"\x00\xC3"#).match(noise)?.range == 1..<3)
        #expect(try Pattern("é").match([0xC3, 0xA9])?.range == 0..<2)
    }

    @Test func impliesNoOption() throws {
        #expect(try Pattern("^# a").match(bytes("# a")) != nil)
        #expect(try Pattern("^ok$").match(bytes("OK")) == nil)
        #expect(try Pattern("a.b").match(bytes("a\nb")) == nil)
        #expect(try Pattern("^b").match(bytes("a\nb")) == nil)
    }

    @Test func aNameOfSeveralGroupsHoldsTheOneThatTookPart() throws {
        let pattern = try Pattern("(?J)(?:A(?<n>\\d)|B(?<n>\\d))")
        #expect(pattern.captureNames == ["n"])
        #expect(try pattern.match(bytes("B7"))?.captures == ["n": 1..<2])
    }

    @Test(arguments: [
        ("^(OK$", 5, "missing closing parenthesis"),
        ("a{2,1}", 5, "numbers out of order in {} quantifier"),
        ("[z-a]", 3, "range out of order in character class"),
        ("(?<1a>x)", 3, "subpattern name must start with a non-digit"),
        ("(*UTF)a", 6, "using UTF is disabled by the application"),
    ])
    func saysWhyAndWhereAPatternDoesNotCompile(source: String, offset: Int, message: String) {
        #expect(throws: PatternError(message: message, offset: offset)) { try Pattern(source) }
    }

    @Test func explosivePatternsEndAtTheLimit() throws {
        let pattern = try Pattern("^(a+)+$")
        let line = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000) + [UInt8(ascii: "b")]
        let spent = ContinuousClock().measure {
            let error = #expect(throws: MatchLimitExceeded.self) { try pattern.match(line) }
            #expect(error?.reason == "match limit exceeded")
            #expect(error?.pattern == "^(a+)+$")
        }
        #expect(spent < .seconds(1))
        // The limit is of one search: the next is not affected.
        #expect(try pattern.match(bytes("aaa"))?.range == 0..<3)
    }

    @Test func aLongFrameNeedsNoMoreThanTheLimitsAllow() throws {
        let frame = [UInt8](repeating: UInt8(ascii: "a"), count: 65_536)
        // More state than the JIT's own stack holds: the interpreter takes over.
        #expect(try Pattern("^(?:a|b)*$").match(frame[..<20_000])?.range == 0..<20_000)
        #expect(try Pattern("^.*$").match(frame)?.range == 0..<65_536)
        #expect(try Pattern("OVERVOLT").match(frame) == nil)
    }

    @Test func manyThreadsSearchWithOnePattern() async throws {
        let pattern = try Pattern("n=(?<n>[0-9]+)$")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<2_000 {
                        let line = Array("task \(task) n=\(number)".utf8)
                        let digits = try #require(try pattern.match(line)?.captures["n"])
                        #expect(line[digits].elementsEqual("\(number)".utf8))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func printsWhatToDo() throws {
        let error = #expect(throws: PatternError.self) { try Pattern("(") }
        #expect(error?.description == "missing closing parenthesis at offset 1 of the pattern")
        #expect(
            MatchLimitExceeded(pattern: "x", reason: "match limit exceeded").description.contains("make it simpler"))
    }
}
