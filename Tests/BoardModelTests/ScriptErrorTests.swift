import BoardModel
import Testing

/// Everything that is wrong with a script is said at once, and where.
@Suite struct ScriptErrorTests {
    @Test func allMistakesOfABoardAreReported() {
        let yaml = """
            version: 1
            board: test
            usb: { vid: "403", pid: "6001", product: "test", colour: red }
            vars: { volts: 3.3 }
            channels:
              A: { baud: 5, eol: crfl, boot: [ { emit: "${nope}" } ] }
              B: {}
              E: {}
            rules:
              - { on: '^(a', reply: "${volts" }
              - { in: redy, on: 'x', reply: "${vlots}", set: { amps: "1 +", volts: "2 * (3" }, goto: ready }
              - { on: 'x', delay: 5, channel: B }
            faults:
              - { id: f, kind: no_answr }
              - { id: f, kind: unplug, when: { hit: 0 } }
            assert: [ { saw: 'x', never: 'y' }, { never: 'y', until: 'z' }, {} ]
            """
        let expected = """
            x.yaml:3:13: '403' is no USB id; write four hexadecimal digits, quoted: "0403"
            x.yaml:3:50: unknown key 'colour'; known here: vid, pid, product, manufacturer, chip
            x.yaml:6:14: 'baud' is 5; it must be 50 to 12000000
            x.yaml:6:22: 'eol' does not know 'crfl'; did you mean 'crlf'?
            x.yaml:6:44: nothing is named 'nope' here; known: channel, volts
            x.yaml:8:3: 'E' is no channel; write A, B, C or D
            x.yaml:10:15: bad pattern: missing closing parenthesis
            x.yaml:10:25: '${' without '}' in '${volts'; write '$${' for a plain '${'
            x.yaml:11:33: nothing is named 'vlots' here; known: channel, volts
            x.yaml:11:52: there is no variable 'amps'; declare it in 'vars'
            x.yaml:11:72: '2 * (3' ends where a value is expected
            x.yaml:12:23: 'delay' has no unit: '5'; write a duration, or two such as 20ms..40ms
            x.yaml:14:14: no fault is called 'no_answr'; the kinds are garbage, late_answer, no_answer, partial_line, \
            replace, replug, unplug
            x.yaml:15:41: 'hit' is 0; it must be 1 to 1000000
            x.yaml:16:23: 'never' and 'saw' exclude each other
            x.yaml:16:37: 'until' closes what 'after' opens; add 'after'
            x.yaml:16:65: an assertion says what it 'saw', or what must 'never' come
            """
        expectProblems(expected) { _ = try BoardScript(yaml: yaml, file: "x.yaml") }
    }

    @Test(arguments: [
        ("channels: { A: {}, B: {} }", "x.yaml:4:20: an FT232R has no channel B; it has 1"),
        ("channels: {}", "x.yaml:4:11: there is no channel; write 'A: {}' at least"),
        (
            "channels: { A: {} }\nrules: [ { in: redy, on: 'x', goto: ready } ]",
            "x.yaml:5:10: nothing leads to the state 'redy'; known: idle, ready"
        ),
        (
            "channels: { A: {} }\nfaults: [ { kind: unplug }, { kind: unplug } ]",
            "x.yaml:5:1: two faults are called 'unplug'; give each an 'id' of its own"
        ),
        (
            "channels: { A: {} }\nvars: { channel: 1 }",
            "x.yaml:5:9: 'channel' cannot be a variable; use letters, digits and _, and neither 'channel' nor 'jitter'"
        ),
        (
            "channels: { A: { link: B } }",
            "x.yaml:4:24: channel A cannot be linked to B; link it to a channel that is there and is not linked itself"
        ),
        (
            "channels: { A: {} }\nspontaneous: [ { channel: A, every: 0s, emit: x } ]",
            "x.yaml:5:37: a period is at least 1ms"
        ),
    ])
    func aBoardThatCannotBeIsRefused(rest: String, problem: String) {
        let head = "version: 1\nboard: test\nusb: { pid: \"6001\", product: p }\n"
        expectProblems(problem) { _ = try BoardScript(yaml: head + rest + "\n", file: "x.yaml") }
    }

    @Test func allMistakesOfABenchAreReported() {
        let yaml = """
            version: 1
            bench: demo
            seed: -1
            scale: 0
            boards:
              - { id: left, board: a, path: "1-2.1" }
              - { id: left, board: a, path: "1-2.1" }
              - { id: b, board: a, path: "usb1" }
            timeline:
              - { at: 3s, every: 3s, do: plug, target: left }
              - { do: explode }
              - { every: 90s, do: fault, target: left, kind: no_answr, for: 1 }
              - { at: 1s, do: replug, target: left, as: USB9 }
            """
        let expected = """
            x.yaml:3:7: 'seed' is -1; it must be at least 0
            x.yaml:4:8: 'scale' is 0.0; it must be 0.001 to 1000; 0.1 is ten times faster
            x.yaml:7:7: there is another board 'left'
            x.yaml:7:27: 'left' is in the socket 1-2.1 already
            x.yaml:8:30: 'usb1' is no USB path; write one such as "1-2.1"
            x.yaml:10:15: 'every' and 'at' exclude each other
            x.yaml:11:5: neither 'at' nor 'every' says when
            x.yaml:11:11: 'do' does not know 'explode'; write plug, unplug, replug, fault or clear
            x.yaml:12:44: no fault is called 'no_answr'; the kinds are garbage, late_answer, no_answer, partial_line, \
            replace, replug, unplug
            x.yaml:13:45: 'USB9' is no tty name; write one such as ttyUSB9
            """
        expectProblems(expected) { _ = try BenchScript(yaml: yaml, file: "x.yaml") }
    }

    private func expectProblems(_ expected: String, _ body: () throws -> Void) {
        do {
            try body()
            Issue.record("nothing was found wrong")
        } catch {
            let found = "\(error)".split(separator: "\n"), wanted = expected.split(separator: "\n")
            for difference in found.difference(from: wanted) { Issue.record("\(difference)") }
        }
    }
}
