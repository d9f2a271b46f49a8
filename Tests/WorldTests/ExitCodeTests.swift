import Foundation
import Support
import Testing

/// What a script of somebody else's goes by.
@Suite("The exit codes of uutsim", .timeLimit(.minutes(3)))
struct ExitCodeTests {
    private static let fixtures = WorldProbe.fixtures.path()

    @Test(
        "are one table",
        arguments: [
            (["help"], 0), (["worlds"], 0),
            // 2: what was asked for cannot be done.
            (["pty", "\(fixtures)/boards/echo.yaml", "--link", "/dev/null/x"], 2),
            (["usbredir", "\(fixtures)/benches/demo.yaml", "--sockets", "/nope", "--name", "exit-codes"], 2),
            (
                [
                    "campaign", "\(fixtures)/bibs/sensor_node.yaml", "--bench", "\(fixtures)/benches/demo.yaml",
                    "--junit",
                    "/nope/x",
                ], 2
            ),
            (["pty", "\(fixtures)/boards/echo.yaml", "--link", "/tmp", "--fault", "nosuch"], 2),
            (["pty", "\(fixtures)/boards/echo.yaml", "--link", "/tmp", "--fault", "no_answer:for=-1"], 2),
            (["pty", "\(fixtures)/boards/echo.yaml", "--link", "/tmp", "--fault", "framing"], 2),
            (["campaign", "x", "--bench", "x", "--kind", "nosuch"], 2),
            (["record", "/dev/null", "--out", "/nope/x"], 2), (["hold", "/nope"], 2),
            // 4: a file that was given is bad, or not there.
            (["pty", "nosuch", "--link", "/tmp"], 4), (["world", "nosuch", "--", "true"], 4),
            (["campaign", "nosuch.yaml", "--bench", "\(fixtures)/benches/demo.yaml"], 4),
            (["campaign", "\(fixtures)/bibs/sensor_node.yaml", "--bench", "nosuch"], 4),
            (["record", "nosuch.jsonl"], 4), (["record", "/dev/null"], 4), (["attach", "nosuch"], 4),
            (["usbredir", "nosuch", "--sockets", "/tmp"], 4), (["script", "nosuch.yaml", "--world", "nosuch"], 4),
            // 5: no such world.
            (["boards", "--world", "nosuch"], 5), (["plug", "left", "--world", "nosuch"], 5),
            (["unplug", "left", "--world", "nosuch"], 5), (["replug", "left", "--world", "nosuch"], 5),
            (["fault", "left", "echo", "--world", "nosuch"], 5), (["clear", "left", "--world", "nosuch"], 5),
            (["udev", "tell", "--world", "nosuch"], 5), (["script", "--stop", "--world", "nosuch"], 5),
            // 64: the command line is wrong.
            (["nosuch"], 64), (["help", "nosuch"], 64), (["boards"], 64), (["fault", "left"], 64), (["record"], 64),
            (["script"], 64), (["world", "\(fixtures)/benches/demo.yaml"], 64), (["worlds", "--nosuch"], 64),
            (["pty", "\(fixtures)/boards/echo.yaml"], 64), (["boards", "--world", ""], 64),
            (["attach", "\(fixtures)/benches/demo.yaml", "--name", ".."], 64),
            (["attach", "\(fixtures)/benches/demo.yaml", "--name", ""], 64),
            (["usbredir", "\(fixtures)/benches/demo.yaml", "--sockets", "/nope", "--name", "./work"], 64),
            (["usbredir", "\(fixtures)/benches/demo.yaml", "--sockets", "/nope", "--name", "/tmp/work"], 64),
            (["world", "\(fixtures)/benches/demo.yaml", "--name", "..", "--", "true"], 64),
        ] as [([String], Int32)]) func table(arguments: [String], status: Int32) async throws
    {
        let outcome = try await BuiltProgram("uutsim").run(arguments)
        #expect(outcome.status == status, "\(outcome.errors)")
        // Whoever fails says why.
        #expect(status == 0 || !outcome.errors.isEmpty)
    }
}
