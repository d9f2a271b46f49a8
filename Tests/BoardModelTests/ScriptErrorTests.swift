import BoardModel
import FoundationEssentials
import Testing

/// Everything that is wrong with a script is said at once, and where.
@Suite struct ScriptErrorTests {
    private static let folder =
        #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Fixtures"

    /// Each bad file has its messages beside it.
    @Test(arguments: ["boards/broken/mistakes", "boards/broken/faults", "benches/broken/mistakes"])
    func allMistakesOfAFileAreReported(stem: String) throws {
        let text = try String(contentsOfFile: "\(Self.folder)/\(stem).yaml", encoding: .utf8)
        let expected = try String(contentsOfFile: "\(Self.folder)/\(stem).expected", encoding: .utf8)
        let file = "\(stem.split(separator: "/").last ?? "").yaml"
        expectProblems(expected) {
            if stem.hasPrefix("boards") {
                _ = try BoardScript(yaml: text, file: file)
            } else {
                _ = try BenchScript(yaml: text, file: file)
            }
        }
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
            "channels: { A: {} }\nfaults: [ { kind: echo, when: { in: redy } } ]\nrules: [ { on: 'x', goto: ready } ]",
            "x.yaml:5:1: the fault 'echo' waits for the state 'redy', which nothing leads to; known: idle, ready"
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
