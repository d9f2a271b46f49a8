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
            (["fault", "replace"], "  with=ERR 7          the text of it, with ${variables}; required\n"),
            (["fault", "replace"], "\n  uutsim fault left replace with='ERR UNKNOWN' --world demo\n"),
            (
                ["fault", "late_answer"],
                "\nShown on: pty, world, vm, attach. What an honest rig makes of it: must-detect\n"
            ),
            (["fault", "replug"], "  after=2s            how long it is out\n"),
            (["fault", "replug"], "  as=ttyUSB9          the tty of the first port, or of each; not on vm, attach\n"),
            (["fault", "replug"], "another board; not\n                      on pty\n"),
            (["fault", "replug"], "in reverse order;\n                      not on pty\n"),
            (["faults", "held_port"], "HELD_PORT\n"), (["faults"], "\nWEDGED_ADAPTER\n"),
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
            (["wrold"], "there is no help on 'wrold'; did you mean 'world'? there is on pty"),
            (["fault", "replugg"], "no fault is called 'replugg'; did you mean 'replug'?"),
            (["faults", "x"], "no fault is called 'x'; 'uutsim help fault' lists them"),
            (["world", "more"], "there is no help on 'world more'; there is on"),
            (["board", "nosuch"], "no chapter of 'board' is called 'nosuch'; there are board, channels, rules"),
            (
                ["bench", "timeline", "x"],
                "no chapter of 'bench' is called 'timeline x'; did you mean 'timeline'? there are bench, timeline"
            ),
        ]) func unknown(topics: [String], message: String) async throws
    {
        let outcome = try await BuiltProgram("uutsim").run(["help"] + topics)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.output == "")
    }

    @Test(
        "a command that is none is refused with the one that was meant",
        arguments: [
            ("unplg", "did you mean 'unplug'?"), ("stop", "write 'uutsim script --stop' for a script; a world ends"),
            ("xyzzy", "'uutsim --help' lists them"),
        ]) func unknownCommand(word: String, hint: String) async throws
    {
        let outcome = try await BuiltProgram("uutsim").run([word, "left"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("uutsim: there is no command '\(word)'; \(hint)"), "\(outcome.errors)")
    }

    /// An example that is broken anew is none that can be copied.
    @Test(
        "all of it fits 80 columns, and examples stay in one piece",
        arguments: [
            [], ["pty"], ["world"], ["boards"], ["plug"], ["unplug"], ["replug"], ["fault"], ["clear"], ["udev"],
            ["script"], ["hold"], ["record"], ["campaign"], ["attach"], ["usbredir"], ["worlds"], ["help"], ["board"],
            ["bench"], ["faults"],
        ]) func width(topics: [String]) async throws
    {
        let outcome = try await BuiltProgram("uutsim").run(["help"] + topics, environment: ["COLUMNS": "80"])
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0.count > 80 } == [])
        let overview = lines.prefix { !$0.hasPrefix("USAGE") }
        let torn = zip(overview, overview.dropFirst()).filter {
            $0.hasPrefix("  ") && $1.first.map { $0 != " " } == true
        }
        #expect(torn.map { "\($0)|\($1)" } == [])
    }

    @Test("a variable that leads to no world is named with its value, and what to do")
    func strayVariable() async throws {
        let outcome = try await BuiltProgram("uutsim").run(["boards"], environment: ["UUTSIM_WORLD": "/nope"])
        #expect(outcome.status == 5)
        #expect(
            outcome.errors.hasPrefix("uutsim: UUTSIM_WORLD is '/nope', and no world runs there; give --world NAME ("))
        #expect(outcome.errors.hasSuffix("), or unset UUTSIM_WORLD\n"))
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
