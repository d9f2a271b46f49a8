import StrictYAML
import Testing

struct ValueTests {
    @Test(arguments: [
        ("0403", "0403"), ("1:30", "1:30"), ("no", "no"), ("'~'", "~"), ("1_000", "1_000"),
        ("2020-01-01", "2020-01-01"),
        ("'it''s'", "it's"), (#""a\r\n\x1b""#, "a\r\n\u{1B}"), (#"'^\d#$'"#, #"^\d#$"#), ("a # comment", "a"),
        ("''", ""),
        ("'null'", "null"), ("nullify", "nullify"), ("0x1F", "0x1F"), ("1e3", "1e3"),
    ])
    func textIsWhatIsWritten(written: String, text: String) {
        #expect(value(written) { $0.string() } == text)
    }

    @Test(arguments: ["null", "Null", "NULL", "~"]) func nothingIsNoText(written: String) {
        #expect(
            complaint(written) { $0.string() }
                == "'x' has no value: \(written); write '\(written)' if the word is meant, else leave it out")
    }

    @Test func integersAreToBaseTen() {
        #expect(value("010") { $0.integer() } == 10)
        #expect(value("'-7'") { $0.integer() } == -7)
        #expect(complaint("0x10") { $0.integer() } == "'x' is not a whole number: '0x10'")
        #expect(complaint("1:30") { $0.integer() } == "'x' is not a whole number: '1:30'")
        #expect(complaint("1_000") { $0.integer() } == "'x' is not a whole number: '1_000'")
        #expect(complaint("99999999999999999999") { $0.integer() } != nil)
        #expect(complaint("11") { $0.integer(in: 0...10) } == "'x' is 11; it must be 0 to 10")
        #expect(complaint("-1") { $0.integer(in: 0 ... .max) } == "'x' is -1; it must be at least 0")
    }

    @Test func decimalsAreFinite() {
        #expect(value("3.30") { $0.decimal() } == 3.3)
        #expect(value("-1e3") { $0.decimal() } == -1000)
        for written in ["nan", ".inf", "0x1p3", "1,5", "V"] {
            #expect(complaint(written) { $0.decimal() } == "'x' is not a number: '\(written)'")
        }
    }

    @Test func onlyTrueAndFalseAreBooleans() {
        #expect(value("true") { $0.boolean() } == true)
        #expect(value("false") { $0.boolean() } == false)
        #expect(complaint("yes") { $0.boolean() } == "'x' is not true or false: 'yes'; did you mean 'true'?")
        #expect(complaint("Off") { $0.boolean() } == "'x' is not true or false: 'Off'; did you mean 'false'?")
        #expect(complaint("[true]") { $0.boolean() } == "'x' is a list; write true or false")
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("3s", .seconds(3)), ("2m", .seconds(120)), ("1h", .seconds(3600)),
        ("30d", .seconds(2_592_000)), ("0.1s", .milliseconds(100)), ("0s", .zero), ("0.25ms", .microseconds(250)),
    ])
    func durationsHaveUnits(written: String, duration: Duration) {
        #expect(value(written) { $0.duration() } == duration)
    }

    @Test func whatIsNoDurationIsRefused() {
        let hint = "write a duration such as 500ms, 3s, 2m, 1h or 30d"
        #expect(complaint("2") { $0.duration() } == "'x' has no unit: '2'; \(hint)")
        for written in ["2 s", "-1s", "s", "1w", ".5s", "1.2.3s", "1s2m", "9999999999d", "٣s"] {
            #expect(complaint(written) { $0.duration() } != nil, "\(written)")
        }
        #expect(complaint("[1s]") { $0.duration() } == "'x' is a list; \(hint)")
    }

    @Test func noDurationIsLongerThanAYear() {
        #expect(value("365d") { $0.duration() } == .longestWritten)
        for written in ["365.1d", "8761h", "525601m", "31536001s", "31536000001ms", "9999999999d", "36500d"] {
            let message = "'x' is too long: '\(written)'; no duration is longer than 365d"
            #expect(complaint(written) { $0.duration() } == message)
            #expect(complaint(written) { $0.positiveDuration() } == message)
            #expect(complaint("1s..\(written)") { $0.durationRange() } == message)
            #expect(Duration(written: written) == nil)
        }
    }

    @Test func durationRangesAreInOrder() {
        #expect(value("20ms..40ms") { $0.durationRange() } == .milliseconds(20) ... .milliseconds(40))
        #expect(value("1s") { $0.durationRange() } == .seconds(1) ... .seconds(1))
        #expect(
            complaint("40ms..20ms") { $0.durationRange() }
                == "'x' begins after its end: '40ms..20ms'; write the smaller one first")
        for written in ["20..40ms", "20ms..", "..", "20ms...40ms", "20ms-40ms"] {
            #expect(complaint(written) { $0.durationRange() } != nil, "\(written)")
        }
    }

    @Test func sizesAndPercentages() {
        #expect(value("64KiB") { $0.size() } == 65_536)
        #expect(value("10GB") { $0.size() } == 10_000_000_000)
        #expect(value("512B") { $0.size() } == 512)
        #expect(complaint("64") { $0.size() } == "'x' has no unit: '64'; write a size such as 64KiB, 10MB or 1GB")
        #expect(complaint("64kb") { $0.size() } == "'x' is not a size such as 64KiB, 10MB or 1GB: '64kb'")
        #expect(value("10%") { $0.percentage() } == 0.1)
        #expect(complaint("10") { $0.percentage() } == "'x' has no unit: '10'; write a percentage such as 10%")
    }

    @Test func aDeadlineIsLongerThanNothing() {
        #expect(value("1ms") { $0.positiveDuration() } == .milliseconds(1))
        #expect(complaint("0s") { $0.positiveDuration() } == "'x' is nothing: '0s'; it must be longer")
    }

    private enum Colour: String, CaseIterable { case red, green }

    @Test func choicesSuggestTheNearestWord() {
        #expect(value("red") { $0.choice(Colour.self) } == .red)
        #expect(complaint("gren") { $0.choice(Colour.self) } == "'x' does not know 'gren'; did you mean 'green'?")
        #expect(complaint("RED") { $0.choice(Colour.self) } == "'x' does not know 'RED'; did you mean 'red'?")
        #expect(complaint("E") { $0.choice(among: ["A", "B"]) } == "'x' does not know 'E'; write A or B")
        #expect(complaint("blue") { $0.choice(Colour.self) } == "'x' does not know 'blue'; write red or green")
    }

    @Test func aListOrOneValue() {
        #expect(value("[1, 2]") { $0.oneOrMany { $0.integer() } } == [1, 2])
        #expect(value("7") { $0.oneOrMany { $0.integer() } } == [7])
        #expect(value("[1, 2]") { $0.list { $0.integer() } } == [1, 2])
        #expect(complaint("7") { $0.list() } == "'x' is not a list: '7'")
        #expect(problems(of: "x: [a, 2, b]\n") { _ = $0["x"]?.list { $0.integer() } }.count == 2)
    }

    @Test func aPlaceInsideATextIsFoundBehindItsQuotationMarks() {
        func place(_ written: String, _ offset: Int) -> Int? {
            value(written) { $0.text()?.location(atUTF8: offset).column }
        }
        #expect(place("abc", 2) == 6)
        #expect(place("'abc'", 2) == 7)
        #expect(place("'a''c'", 2) == 8)
        #expect(place("'é(b'", 2) == 6)
        #expect(place(#""a\\b""#, 2) == 4)
    }
}
