import Foundation
import Support
import Testing

@Suite("uutsim's own account of itself", .timeLimit(.minutes(3)))
struct HelpTests {
    @Test(
        "help knows commands, and the languages of boards and benches with their chapters",
        arguments: [
            ([], "SUBCOMMANDS"), (["world"], "--no-fallback"), (["fault"], "banner_reboot"),
            (["fault"], "hit=2 alone is"),
            (["board", "faults"], "hit: 2 alone is the second time"),
            (["board"], "uutsim help board CHAPTER"), (["board", "faults"], "FAULTS  (faults)\n"),
            (["bench"], "WHAT HAPPENS TO IT  (timeline)\n"),
        ]) func topics(topics: [String], text: String) async throws
    {
        let outcome = try await BuiltProgram("uutsim").run(["help"] + topics)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains(text))
    }

    @Test(
        "what there is no help on is refused with what there is",
        arguments: [
            (["nosuch"], "there is no help on 'nosuch'; there is on pty, world, boards"),
            (["world", "more"], "there is no help on 'world more'; there is on"),
            (["board", "nosuch"], "no chapter of 'board' is called 'nosuch'; there are board, channels, rules"),
            (["bench", "timeline", "x"], "no chapter of 'bench' is called 'timeline x'; there are bench, timeline"),
        ]) func unknown(topics: [String], message: String) async throws
    {
        let outcome = try await BuiltProgram("uutsim").run(["help"] + topics)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.output == "")
    }

    @Test("worlds that run are listed, and named where another is asked for")
    func worlds() async throws {
        let probe = try WorldProbe("listed")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            """
            $UUTSIM worlds > $FOLDER/all; grep "^\(probe.name) " $FOLDER/all | sed 's/.* //'; echo $UUTSIM_WORLD
            $UUTSIM worlds --json | grep -c '"name" : "\(probe.name)"'
            $UUTSIM boards --world no-such-world; echo $?
            """, options: ["--quiet"])
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.first == lines.dropFirst().first)
        #expect(lines.suffix(2) == ["1", "5"])
        let said = outcome.errors.split(separator: "\n").first { $0.contains("no-such-world") } ?? ""
        #expect(said.hasPrefix("uutsim: no world named no-such-world is running; there are "))
        #expect(said.contains(probe.name))
    }
}
