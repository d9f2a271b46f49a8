import Patterns
import Plans
import RigModel
import StrictYAML
import Testing

/// What the words of the original become, by the plan that the loader makes of them.
struct ImportTests {
    /// Imports a BIB of one unit with one port that holds this.
    private func port(_ content: String) throws -> (uut: UUTPlan, notes: [ImportNote]) {
        let xml = """
            <bib id="demo"><uut id="unit"><port number="1"><protocol>rs232</protocol>
            \(content)
            </port></uut></bib>
            """
        let imported = try XMLImport(Array(xml.utf8), file: "bib_demo.xml")
        let plan = try #require(imported.plans.first)
        return (
            try Fixture.loader.load(Array(plan.yaml.utf8), file: "demo.yaml").uuts[0],
            imported.notes.filter { $0.element != "bib/@id" }
        )
    }
    private func test(_ content: String, attributes: String = "") throws -> (step: StepPlan, notes: [ImportNote]) {
        let (uut, notes) = try port("<test\(attributes)>\(content)</test>")
        return (try #require(uut.test.steps.first), notes)
    }

    @Test(
        "D4: escapes at the end of commands become the port's end of line",
        arguments: [
            (#"ATZ\r\n"#, EndOfLine.crlf), (#"ATZ\r"#, .cr), (#"ATZ\n"#, .lf), ("ATZ&#13;&#10;", .crlf),
            ("ATZ&#13;", .cr),
        ])
    func endOfLine(command: String, ending: EndOfLine) throws {
        let (uut, notes) = try port(
            "<test><command>\(command)</command><expected_response>OK</expected_response></test>")
        #expect(uut.ports[0].endOfLine == ending)
        #expect(uut.test.steps[0].action == .sendText("ATZ"))
        #expect(notes.map(\.kind) == (command.contains("\\") ? [.changed] : []))
    }

    @Test("D4: a command without an end of line is doubted, and so are commands that differ")
    func endsThatAreNotPlain() throws {
        func step(_ command: String) -> String {
            "<test><command>\(command)</command><expected_response>OK</expected_response></test>"
        }
        let bare = try port(step("ATZ"))
        #expect(bare.uut.ports[0].endOfLine == .crlf)
        #expect(bare.notes.map(\.kind) == [.doubted])
        let some = try port(step(#"A\r"#) + step("B"))
        #expect(some.uut.ports[0].endOfLine == .cr)
        #expect(some.uut.test.steps.map(\.action) == [.sendText("A"), .sendText("B")])
        #expect(some.notes.filter { $0.kind == .doubted }.map(\.element) == ["command"])
        let mixed = try port(step(#"A\r"#) + step(#"B\n"#) + step("C"))
        #expect(mixed.uut.ports[0].endOfLine == EndOfLine.none)
        #expect(mixed.uut.test.steps.map(\.action) == [.sendText("A\r"), .sendText("B\n"), .sendText("C")])
    }

    @Test(
        "D4: other escapes are read, and said to be",
        arguments: [
            (#"\x1b[2J\r\n"#, "\u{1B}[2J", 1), (#"A\tB\r\n"#, "A\tB", 1), (#"A\\B\r\n"#, #"A\B"#, 1),
            (#"A\qB\r\n"#, #"A\qB"#, 1),
            (#"A\r\nB\r\n"#, "A\r\nB", 1), (#"A "B" #c: 'd'\r\n"#, #"A "B" #c: 'd'"#, 0), ("\n   PING\n  ", "PING", 1),
        ])
    func escapes(command: String, sent: String, doubts: Int) throws {
        let (step, notes) = try test("<command>\(command)</command><expected_response>x</expected_response>")
        #expect(step.action == .sendText(sent))
        #expect(notes.count { $0.kind == .doubted } == doubts)
    }

    @Test func whatLooksLikeACaptureInACommandIsSentAsItIs() throws {
        for command in ["${a.b}", "$${", "a$${b}", "$$${", "${"] {
            let (step, _) = try test("<command>\(command)\\r</command><expected_response>x</expected_response>")
            guard case .sendText(let text) = step.action else { throw Unexpected() }
            #expect(TextTemplate(text).filled { _, _ in nil } == .text(command))
            #expect(TextTemplate(text).faults.isEmpty)
        }
    }
    private struct Unexpected: Error {}

    @Test("D9: continue_on_failure is each step's own, and that is said where it makes a difference")
    func continuing() throws {
        let going =
            #"<test continue_on_failure="true"><command>A\r</command><expected_response>x</expected_response></test>"#
        let staying = #"<test><command>B\r</command><expected_response>x</expected_response></test>"#
        let some = try port(going + staying)
        #expect(some.uut.test.steps.map(\.onFail) == [.continue, .stop])
        #expect(some.notes.map(\.element) == ["port", "test/@continue_on_failure"])
        let all = try port(going + going)
        #expect(all.uut.test.steps.map(\.onFail) == [.continue, .continue])
        #expect(all.notes.map(\.element) == ["port"])
    }

    @Test("D11: a pattern on one level makes none of the text for PASS, unless it looks like one")
    func flippedLiteral() throws {
        func levels(_ expected: String) throws -> (step: StepPlan, notes: [ImportNote]) {
            try test(
                """
                <command>A\\r</command><expected_response>\(expected)</expected_response>
                <validation_levels><fail regex="true">ERR</fail></validation_levels>
                """)
        }
        let plain = try levels("PASS")
        #expect(plain.step.levels.pass == [PatternText(#"^(?i)\s*PASS\s*$"#)])
        #expect(plain.notes.last?.kind == .doubted)
        #expect(plain.notes.last?.became?.hasPrefix("as it is written") == true)
        let pattern = try levels("^PASS [0-9]+$")
        #expect(pattern.step.levels.pass == [PatternText("^PASS [0-9]+$")])
        #expect(pattern.notes.contains { $0.kind == .doubted && $0.became == "the pattern '^PASS [0-9]+$'" })
        #expect(pattern.step.levels.fail == [PatternText("ERR")])
    }

    @Test("D11: a bad pattern is told, and fits nothing, as in the original")
    func badPatterns() throws {
        let (step, notes) = try test(
            """
            <command>A\\r</command><expected_response regex="true">(</expected_response>
            <validation_levels><warn regex="true">[</warn><fail regex="true">E</fail></validation_levels>
            """)
        #expect(step.levels == LevelPatterns(fail: [PatternText("E")], pass: [PatternText("(?!)")]))
        #expect(notes.filter { $0.reason.contains("cannot be read") }.map(\.element) == ["expected_response", "warn"])
        #expect(try Pattern("(?!)").fits("anything") == false)
        #expect(try Pattern("(?!)").fits("") == false)
    }

    @Test("D1: a retry count that the original never used is used, and that is said")
    func retries() throws {
        let (step, notes) = try test(
            "<command>A\\r</command><expected_response>x</expected_response><retry_count>3</retry_count>")
        #expect(step.retries == RetryPolicy(count: 3, delay: .milliseconds(100)))
        #expect(notes.map(\.kind) == [.changed, .changed])
    }

    @Test(
        "D5: how the line is set is applied, and that is said",
        arguments: [
            ("n81", "8N1"), ("e71", "7E1"), ("o81", "8O1"), ("n82", "8N2"), ("E72", "7E2"), (" m81 ", "8M1"),
            ("n55", "5N2"),
        ])
    func characters(pattern: String, frame: String) throws {
        let (uut, _) = try port(
            "<data_pattern>\(pattern)</data_pattern><test><command>A\\r</command><expected_response>x</expected_response></test>"
        )
        let line = uut.ports[0].line
        let letters: [LineSettings.Parity: String] = [.none: "N", .even: "E", .odd: "O", .mark: "M", .space: "S"]
        #expect("\(line.dataBits)\(letters[line.parity] ?? "?")\(line.stopBits)" == frame)
    }

    @Test(
        "D5: handshake and modem lines are applied, and that is doubted",
        arguments: [
            ("None", LineSettings.Flow.none, 2), ("XOnXOff", .xonxoff, 3), ("RequestToSend", .rtscts, 2),
            ("RequestToSendXOnXOff", .rtscts, 2), ("Telepathy", .none, 3),
        ])
    func lines(handshake: String, flow: LineSettings.Flow, doubts: Int) throws {
        let (uut, notes) = try port(
            """
            <handshake>\(handshake)</handshake><rts_enable>true</rts_enable><dtr_enable>False</dtr_enable>
            <test><command>A\\r</command><expected_response>x</expected_response></test>
            """)
        let line = uut.ports[0].line
        #expect(line.flow == flow)
        #expect(line.dtr == .off)
        #expect(line.rts == (flow == .rtscts ? .keep : .on))
        #expect(notes.count { $0.kind == .doubted } == doubts)
    }

    /// The original compares without blanks around and without case; nothing in a text is a pattern's sign.
    @Test func aTextFitsWhatTheOriginalHeldEqualAndNothingElse() throws {
        let letters = Array(##"AbC 0.+*?()[]{}|^$\/-_'"#:,&<%"##)
        var random = SystemlessRandom(seed: 7)
        func text() -> String { String((0..<1 + random.below(6)).map { _ in letters[random.below(letters.count)] }) }
        var equal = 0
        for _ in 0..<300 {
            let expected = text()
            // What ends like an end of line is one.
            guard !expected.trimmed.isEmpty else { continue }
            let escaped = expected.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            let (step, _) = try test("<command>A\\r</command><expected_response>\(escaped)</expected_response>")
            let pattern = try Pattern(try #require(step.levels.pass.first).source)
            for answer in [expected, "  \(expected.uppercased())\t", expected + "x", text()] {
                let isEqual = answer.trimmed.lowercased() == expected.trimmed.lowercased()
                equal += isEqual ? 1 : 0
                #expect(try pattern.fits(answer) == isEqual, "'\(expected)' '\(answer)' \(pattern.source)")
            }
        }
        #expect(equal >= 400)
    }

    @Test func anEndOfLineInWhatIsExpectedIsLeftOut() throws {
        for (expected, pattern) in [
            (#"<expected_response>OK\r\n</expected_response>"#, #"^(?i)\s*OK\s*$"#),
            (#"<expected_response regex="true">^OK\r\n$</expected_response>"#, "^OK$"),
            (#"<expected_response regex="true">^OK(\r\n)?$</expected_response>"#, #"^OK(\r\n)?$"#),
            (#"<expected_response regex="true">A\\n</expected_response>"#, #"A\\n"#),
        ] {
            let (step, _) = try test("<command>A\\r</command>\(expected)")
            #expect(step.levels.pass == [PatternText(pattern)])
        }
    }

    @Test func aStepThatExpectsNothingPassesWhenItIsSent() throws {
        let (step, notes) = try test("<command>A\\r</command>")
        #expect(step.levels.isEmpty)
        #expect(notes.last?.became == "a step that passes when its command is sent")
    }

    @Test func aTooLargeFileIsRefused() {
        let bytes = Array("<bib id=\"a\">".utf8) + [UInt8](repeating: 32, count: XMLImport.sizeLimit)
        let error = #expect(throws: XMLProblems.self) { try XMLImport(bytes, file: "a.xml") }
        #expect(error?.description == "a.xml:1:1: the file has more than 10 MiB; no BIB needs as much")
    }

    @Test func aMillionElementsAreRefused() {
        let xml = "<bib id=\"a\">" + String(repeating: "<x/>", count: 200_000) + "</bib>"
        let error = #expect(throws: XMLProblems.self) { try XMLImport(Array(xml.utf8), file: "a.xml") }
        #expect(
            error?.description.hasPrefix("a.xml:1:400009: more than 100000 elements") == true,
            "\(error?.description ?? "")")
    }

    @Test func otherEncodingsAreReadWhereTheFileSaysSo() throws {
        let xml =
            #"<bib id="a" description="Müller €"><uut id="u"><port number="1"><protocol>rs232</protocol><test><command>A\r</command></test></port></uut></bib>"#
        let utf16 = #"<?xml version="1.0" encoding="utf-16"?>"# + xml
        let head = #"<?xml version="1.0" encoding='windows-1252'?>"#
        let windows = Array(head.utf8) + xml.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
        let units = Array(utf16.utf16)
        let little: [UInt8] = [0xFF, 0xFE] + units.map { [UInt8($0 & 255), UInt8($0 >> 8)] }.joined()
        let big: [UInt8] = [0xFE, 0xFF] + units.map { [UInt8($0 >> 8), UInt8($0 & 255)] }.joined()
        for bytes in [little, big, [0xEF, 0xBB, 0xBF] + Array(xml.utf8), windows, Array(xml.utf8)] {
            let plan = try #require(try XMLImport(bytes, file: "a.xml").plans.first)
            #expect(try Fixture.loader.load(Array(plan.yaml.utf8), file: "a.yaml").description == "Müller €")
        }
    }

    @Test func placesAreThoseOfTheFileInLinesAndColumns() throws {
        let xml =
            "<?xml version=\"1.0\"?>\r\n<!-- <bib> -->\r\n<bib id=\"a\"\r\n  flavour='>' ><![CDATA[<uut>]]>\r\n\t<uut id=\"u\" ><port number=\"1\"><protocol>rs232</protocol><test><command>A\\r</command><é/></test></port></uut></bib>"
        let notes = try XMLImport(Array(xml.utf8), file: "a.xml").notes
        #expect(notes.first { $0.element == "bib/@flavour" }?.location.description == "a.xml:4:3")
        #expect(notes.first { $0.element == "é" }?.location.description == "a.xml:5:86")
    }
}

extension Pattern {
    fileprivate func fits(_ text: String) throws -> Bool {
        try Array(text.utf8).withUnsafeBytes { try match($0) } != nil
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
