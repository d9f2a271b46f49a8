import Plans
import RigModel
import StrictYAML
import Testing

struct LintTests {
    private func steps(_ steps: String, rule: String? = nil) throws -> [String] {
        // The second port is for the steps that need it.
        try Fixture.findings(Fixture.text(steps: steps).replacing(", aux: { channel: B }", with: ""))
            .filter { finding in rule.map { finding.hasSuffix("[\($0)]") } ?? true }
    }

    @Test func patternsThatAreNeverReachedAreFound() throws {
        let found = try steps(
            #"""
            - { id: same, send: A, levels: { fail: '^OK$', pass: '^OK$' } }
            - { id: all, send: A, levels: { fail: ['.*'], warn: '^SLOW', pass: '^OK$' } }
            - { id: part, send: A, levels: { critical: 'ERR', fail: '^ERR 5$', pass: '^OK$' } }
            - { id: start, send: A, levels: { warn: '^V=', pass: '^V=([0-9]+)$' } }
            - { id: end, send: A, levels: { fail: 'BAD$', pass: ['VERY BAD$', '^OK$'] } }
            - { id: class, send: A, levels: { fail: '^\w+$', pass: '^OK$' }, on_fail: continue }
            """#, rule: "shadowed-pattern")
        let hint = "fits all that it fits; levels are tried critical, fail, warn, pass [shadowed-pattern]"
        #expect(
            found == [
                "9:60: warning: pass '^OK$' is never reached: fail '^OK$' in line 9 \(hint)",
                "10:59: warning: warn '^SLOW' is never reached: fail '.*' in line 10 \(hint)",
                "10:74: warning: pass '^OK$' is never reached: fail '.*' in line 10 \(hint)",
                "11:63: warning: fail '^ERR 5$' is never reached: critical 'ERR' in line 11 \(hint)",
                "12:60: warning: pass '^V=([0-9]+)$' is never reached: warn '^V=' in line 12 \(hint)",
                "13:60: warning: pass 'VERY BAD$' is never reached: fail 'BAD$' in line 13 \(hint)",
                "14:62: warning: pass '^OK$' is never reached: fail '^\\w+$' in line 14 \(hint)",
            ])
    }

    @Test func patternsThatCanBeReachedAreLeftAlone() throws {
        let found = try steps(
            #"""
            - { id: a, send: A, levels: { critical: 'SHORT', fail: '^ERR\b', warn: '^FW=1\.', pass: '^FW=(.+)$' } }
            - { id: b, send: A, levels: { fail: '^V=$', pass: '^V=[0-9]*' } }
            - { id: c, send: A, levels: { fail: 'a|b', pass: '^c$' } }
            - { id: d, send: A, levels: { fail: 'ab?', pass: '^b$' } }
            - { id: e, send: A, until: '^END$', levels: { fail: '^.*$', pass: '^A\nEND$' } }
            - { id: f, send: A, levels: { fail: '(?i)ok', pass: '^DONE$' } }
            - { id: g, send: A, levels: { fail: '(?!x)', pass: '^$' }, on_fail: continue }
            """#)
        #expect(
            found == [
                "15:58: warning: pass '^$' is never reached: fail '(?!x)' in line 15 fits all that it fits; levels are tried critical, fail, warn, pass [shadowed-pattern]"
            ])
    }

    @Test func answersThatAreAlwaysIgnoredAreFound() throws {
        let found = try steps(
            """
            - { id: a, send: A, ignore: ['^#', '^OK'], expect: ['^OK$', '^READY$'] }
            - { id: b, send: A, ignore: ['^OK'], until: '^END$', expect: '^OK$' }
            """)
        #expect(
            found == [
                "9:59: warning: '^OK$' is never tried: 'ignore' leaves out all that it fits, by '^OK' [ignored-pattern]"
            ])
    }

    @Test func stepsThatNoRunComesToAreFound() throws {
        let found = try steps(
            """
            - { id: a, send: A, levels: { fail: '^ERR' } }
            - { id: b, send: A, expect: '^OK$' }
            """)
        #expect(
            found == [
                "10:9: warning: no run comes to step 'b': step 'a' never passes, and goes to STOP [unreachable-step]"
            ])
        for goesOn in ["no_match: warn", "on_timeout: warn", "on_fail: continue"] {
            #expect(
                try steps("- { id: a, send: A, levels: { fail: '^ERR' }, \(goesOn) }\n- { id: b, send: A }") == [])
        }
    }

    @Test func stepsBehindTheDeadlineAreFound() throws {
        let text = Fixture.text(steps: "- { id: a, wait: 3s }\n- { id: b, wait: 2s }\n- { id: c, send: A, port: aux }")
            .replacing("    test:\n", with: "    test:\n      deadline: 5s\n      steps:\n")
            .replacing("      - {", with: "        - {")
        #expect(
            try Fixture.findings(text).filter { $0.contains("step") && !$0.contains("port 'ctl'") } == [
                "13:11: warning: no run comes to step 'c': the waits before it take TEST's whole deadline [unreachable-step]"
            ])
    }

    @Test func aStartWithoutAStopIsFound() throws {
        let text = Fixture.text(steps: "- { id: a, send: A, port: aux }")
            .replacing("    test:", with: "    start: [ { id: on, send: \"ON\" } ]\n    test:")
        #expect(
            try Fixture.findings(text) == [
                "8:5: warning: unit 'unit' is started and never stopped; add 'stop': it is carried out on every way out "
                    + "[stop-missing]"
            ])
        #expect(try Fixture.findings(text + "\n    stop: [ { id: off, send: \"OFF\" } ]") == [])
    }

    @Test func patternsOnWhichASearchIsGivenUpAreFound() throws {
        let found = try steps(
            #"""
            - { id: a, send: A, expect: '^(a+)+$' }
            - { id: b, send: A, expect: '^OK$', ignore: '^(\w+\s?)*$' }
            - { id: c, send: A, expect: '^V=.*,.*,.*,.*;$' }
            - { id: d, send: A, expect: '^V=(?<v>[-0-9.]+) A$', measure: { v: { unit: V, min: 1 } } }
            - { id: e, send: A, expect: '^.*OK.*$', until: '^.*END' }
            """#, rule: "match-limit")
        #expect(found.map { String($0.prefix(6)) } == ["9:35: ", "10:51:", "11:35:"])
        #expect(
            found.first?.contains("given up on an answer of 2001 bytes such as aaaaaaaaaaaaaaaaaaaaaaaa...") == true)
    }

    @Test func timeoutsThatTheBytesAloneFillAreFound() throws {
        let text = Fixture.text(
            steps: """
                - { id: long, send: "0123456789 0123456789 0123456789", expect: '^READY$', timeout: 20ms }
                - { id: good, send: "A", expect: '^OK$', timeout: 20ms }
                - { id: slow, port: aux, send_hex: "00 01 02 03", timeout: 25ms }
                """
        ).replacing("channel: A", with: "channel: A, baud: 9600").replacing(
            "channel: B", with: "channel: B, pace: 10ms")
        let found = try Fixture.findings(text)
        #expect(
            found == [
                "9:82: warning: 'timeout' is 20 ms, and the bytes of step 'long' alone take 41 ms at 9600 baud "
                    + "[short-timeout]",
                "11:57: warning: 'timeout' is 25 ms, and the bytes of step 'slow' alone take 30 ms at 115200 baud "
                    + "[short-timeout]",
            ])
    }

    @Test func capturesThatMayBeMissingAreFound() throws {
        let found = try steps(
            #"""
            - { id: a, send: A, expect: '^A=(?<a>.)$', on_fail: continue }
            - { id: b, send: A, levels: { warn: '^SLOW', pass: '^B=(?<b>.)$' }, measure: { b: { unit: V, min: 1 } } }
            - { id: c, send: "C ${a.a}", expect: '^C=(?<c>.)$', require: 'c == b.b', no_match: warn }
            - { id: d, operator: { scan: "Scan" }, require: 'text == c.c' }
            - { id: e, send: "E ${d.text}", expect: '^E$' }
            """#)
        #expect(
            found == [
                "10:75: warning: not every PASS and WARN pattern of step 'b' captures 'b': without it the measurement "
                    + "fails [uncertain-capture]",
                "11:24: warning: 'a.a' may be missing here: step 'a' may fail, and the run goes on [uncertain-capture]",
                "11:74: warning: 'b.b' may be missing here: not every PASS and WARN pattern of step 'b' captures it "
                    + "[uncertain-capture]",
                "12:64: warning: 'c.c' may be missing here: step 'c' may be a WARN without an answer that fits "
                    + "[uncertain-capture]",
            ])
    }

    @Test func whatNobodyUsesIsFound() throws {
        let text = Fixture.text(steps: "- { id: a, send: A, expect: '^A=(?<a>.) (?<b>.)$', require: 'a == \"1\"' }")
            .replacing("match:", with: "resources: [ dmm ]\nmatch:")
        let found = try Fixture.findings(text)
        #expect(
            found == [
                "3:14: warning: no unit takes the resource 'dmm'; a unit that needs it lists it: resources: [ dmm ] "
                    + "[unused-resource]",
                "8:35: warning: no step of unit 'unit' uses port 'aux'; it is leased all the same; leave it out "
                    + "[unused-port]",
                "10:35: note: 'b' is captured and used nowhere in the plan; it is kept with the result [unused-capture]",
            ])
    }

    @Test func aPatternOfTheDefaultsIsToldOfOnce() throws {
        let text = Fixture.text(
            steps: "- { id: a, send: A, expect: '^A$' }\n- { id: b, send: A, expect: '^B$', port: aux }",
            defaults: "{ ignore: '^(#+)+$' }")
        #expect(try Fixture.findings(text).count == 1)
    }

    /// The plans of the demo are models: nothing in them is worth a warning.
    @Test(arguments: try Fixture.stems(in: "bibs", ending: ".yaml"))
    func thePlansOfTheDemoAreWithoutWarnings(stem: String) throws {
        let inspected = try Fixture.loader.inspect(try Fixture.bytes("bibs/\(stem).yaml"), file: "\(stem).yaml")
        #expect(inspected.findings.filter { $0.rule.weight == .warning }.map(\.description) == [])
        #expect(inspected.longestRuns.map(\.uut) == inspected.plan.uuts.map(\.id))
        #expect(inspected.longestRuns.allSatisfy { (.seconds(10) ... .seconds(200)).contains($0.duration) })
    }

    @Test func theNamesOfTheRulesStayAsTheyAre() {
        #expect(
            LintRule.allCases.map(\.rawValue) == [
                "shadowed-pattern", "ignored-pattern", "unreachable-step", "stop-missing", "match-limit",
                "short-timeout",
                "uncertain-capture", "unused-capture", "unused-resource", "unused-port", "typographic-quotes",
            ])
    }

    @Test func quotationMarksOfAWordProcessorAreFound() throws {
        let found = try steps(
            """
            - { id: a, send: \u{201C}ATZ\u{201D}, expect: \u{2018}^OK$\u{2019} }
            - { id: b, send: it\u{2019}s, expect: [ "\u{201C}OK\u{201D}", V\u{201D} ], on_fail: continue }
            """, rule: "typographic-quotes")
        let hint = "quotation marks of YAML are straight: \" or ' [typographic-quotes]"
        #expect(
            found == [
                "9:24: warning: the mark \u{201C} is a part of the text: \u{201C}ATZ\u{201D}; \(hint)",
                "9:39: warning: the mark \u{2018} is a part of the text: \u{2018}^OK$\u{2019}; \(hint)",
                "10:48: warning: the mark \u{201D} is a part of the text: V\u{201D}; \(hint)",
            ])
    }
}
