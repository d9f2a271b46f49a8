import Plans
import RigModel
import StrictYAML
import Testing

/// What YAML makes of values behind their author's back, and files that are made to be too much.
struct PlanTrapTests {
    private func step(_ keys: String) throws -> StepPlan {
        try #require(
            try Fixture.plan(Fixture.text(steps: "- { id: a, expect: '^OK$', \(keys) }")).uuts[0].test.steps.first)
    }
    private func problems(step keys: String) -> [String] {
        Fixture.problems(Fixture.text(steps: "- { id: a, expect: '^OK$', \(keys) }"))
    }

    @Test(arguments: [
        ("0403", "0403"), ("0x1F", "0x1F"), ("1:30:00", "1:30:00"), ("yes", "yes"), ("no", "no"), ("on", "on"),
        ("'null'", "null"), ("'~'", "~"), ("1_000", "1_000"), ("1e3", "1e3"), (".inf", ".inf"),
        ("2020-01-01", "2020-01-01"),
        ("0o17", "0o17"), ("=", "="), ("true", "true"), ("3.30", "3.30"),
    ])
    func whatIsSentIsWhatIsWritten(written: String, sent: String) throws {
        #expect(try step("send: \(written)").action == .sendText(sent))
    }

    @Test func numbersAreToBaseTenAndHaveNoSixtieths() throws {
        #expect(try step("send: A, retries: { count: 010 }").retries.count == 10)
        #expect(
            problems(step: "send: A, retries: { count: 0x10 }")
                == ["9:61: 'count' is not a whole number: '0x10'"])
        #expect(
            problems(step: "send: A, timeout: 1:30")
                == ["9:52: 'timeout' is not a duration such as 500ms, 3s, 2m, 1h or 30d: '1:30'"])
        let baud = Fixture.text(steps: "- { id: a, send: A }").replacing("channel: A", with: "channel: A, baud: 1_000")
        #expect(Fixture.problems(baud) == ["7:39: 'baud' is not a whole number: '1_000'"])
    }

    @Test func yesAndNoAreNoBooleans() {
        let port = Fixture.text(steps: "- { id: a, send: A }").replacing("channel: A", with: "channel: A, hupcl: yes")
        #expect(Fixture.problems(port) == ["7:40: 'hupcl' is not true or false: 'yes'; did you mean 'true'?"])
    }

    @Test func onAndOffAreWordsOfTheLanguage() throws {
        #expect(try step("send: A, echo: off").echo == .off)
        #expect(try step("send: A, echo: on").echo == .on)
    }

    @Test func aKeyWithoutAValueIsAnError() {
        #expect(problems(step: "send: ") == ["9:41: 'send' has no value; write a text"])
        #expect(
            problems(step: "send: A, timeout: ") == [
                "9:53: 'timeout' has no value; write a duration such as 500ms, 3s, 2m, 1h or 30d"
            ])
    }

    @Test func duplicateKeysAnchorsTagsAndMergesAreErrors() {
        #expect(problems(step: "send: A, send: B") == ["9:43: duplicate key 'send'; it was given in line 9 already"])
        #expect(problems(step: "send: &x A") == ["9:40: anchors and aliases are not allowed; write the value in full"])
        #expect(
            problems(step: "send: !!str A")
                == ["9:40: tags are not allowed; the type of a value is known from its key"])
        #expect(problems(step: "send: A, <<: { timeout: 1s }").first?.hasPrefix("9:43: unknown key '<<'") == true)
    }

    @Test func tabsAreNoIndentation() {
        let text = Fixture.text(steps: "- { id: a, send: A }").replacing("    test:", with: "\ttest:")
        #expect(Fixture.problems(text).first?.contains("indent with blanks, not tabs") == true)
    }

    @Test func windowsLinesAndAByteOrderMarkChangeNothing() throws {
        let text = Fixture.text(steps: "- { id: a, send: A, expect: '^OK$' }\n- { id: b, wait: 1s }")
        let plain = try Fixture.plan(text)
        for other in [
            text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text, "\u{FEFF}" + text.replacing("\n", with: "\r\n"),
        ] {
            #expect(try Fixture.plan(other).uuts == plain.uuts)
        }
    }

    /// A pattern's text is not to lose anything to YAML or to line ends of Windows.
    @Test func blocksOfSeveralLinesKeepTheirLineFeeds() throws {
        let read = try Fixture.plan(Fixture.text(steps: "- id: a\n  send: |-\n    one\n    two\n  expect: '^OK$'"))
        #expect(read.uuts[0].test.steps[0].action == .sendText("one\ntwo"))
    }

    @Test(.timeLimit(.minutes(5)))
    func aPlanOfAMegabyteIsRead() throws {
        let line = "- { id: s%, send: \"MEAS %\", expect: '^V=(?<v>[-0-9.]+)$', measure: { v: { unit: V, min: 1 } } }\n"
        let count = (PlanLoader.sizeLimit - 1000) / (line.utf8.count + 16)
        let steps = (0..<count).map { line.replacing("%", with: "\(100_000 + $0)") }.joined()
        let text = Fixture.text(steps: steps)
        #expect((900_000...PlanLoader.sizeLimit).contains(text.utf8.count))
        #expect(try Fixture.plan(text).uuts[0].test.steps.count == count)
    }

    @Test func whatIsLargerIsNoPlan() {
        let text = "version: 1\n" + String(repeating: "#", count: PlanLoader.sizeLimit)
        #expect(Fixture.problems(text) == ["1:1: the file has \(text.utf8.count) bytes; a plan has at most 1048576"])
    }

    /// Time that grows with the square of what is written would take very long here.
    @Test(.timeLimit(.minutes(5)))
    func thousandsOfUnknownKeysAreRefusedInTime() {
        let keys = (0..<10_000).map { "key\($0): 1\n" }.joined()
        #expect(Fixture.problems("version: 1\nbib: demo\n" + keys).count == 10_002)
    }

    @Test(arguments: [
        String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000),
        String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
        String(repeating: "{ a: ", count: 900) + "1" + String(repeating: " }", count: 900),
        String(repeating: "{ a: ", count: 20_000) + "1" + String(repeating: " }", count: 20_000),
        "\n" + (0..<900).map { String(repeating: " ", count: $0 + 1) + "a:\n" }.joined(),
        "\n" + String(repeating: "- ", count: 20_000) + "a\n",
    ])
    func deepNestingIsRefused(bomb: String) {
        for key in ["match", "uuts", "description", "hooks"] {
            #expect(!Fixture.problems("version: 1\nbib: demo\n\(key): \(bomb)\n").isEmpty)
        }
    }
}
