import APIClient
import ArgumentParser
import Foundation
import RigModel
import Station
import Support
import Testing

@testable import portpool

/// What is typed behind options, and what the environment says.
@Suite(.timeLimit(.minutes(3))) struct ArgumentTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(arguments: [
        ("127.0.0.1:8080", "http://127.0.0.1:8080"), ("rig7", "http://rig7"), ("http://rig7:1/", "http://rig7:1"),
        ("https://rig7:65535", "https://rig7:65535"), ("[::1]:8080", "http://[::1]:8080"),
        ("unix:/run/a.sock", "unix:/run/a.sock"), ("unix:a.sock", "unix:a.sock"), ("./a.sock", "unix:./a.sock"),
    ])
    func anAddressIsRead(text: String, address: String) { #expect(APIAddress(text)?.description == address) }

    @Test(arguments: [
        "", "127.0.0.1:", "127.0.0.1:/", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:99999", "http://127.0.0.1:99999/",
        "127.0.0.1:99999999999999999999", "127.0.0.1:-1", "127.0.0.1:x", "rig7:1?a=b", "ftp://rig7", "me@rig7:1",
        "unix:",
    ])
    func whatIsNoAddressIsRefused(text: String) { #expect(APIAddress(text) == nil) }

    @Test(arguments: [["ports"], ["run", "client_demo", "--junit", "/nowhere/at/all.xml"], ["logs", "list"]])
    func aCommandSaysSoOfSuchAnAddress(command: [String]) async throws {
        let outcome = try await BuiltProgram("portpool").run(command + ["--address", "127.0.0.1:99999"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("'127.0.0.1:99999' is no address; write HOST:PORT"))
    }

    @Test(arguments: [
        (["excutions", "--json"], "there is no command 'excutions'; did you mean 'executions'?"),
        (["lint", "a.yaml", "b.yaml"], "there is no command 'lint'; write `portpool validate --lint FILE...`"),
        (["dance"], "there is no command 'dance'; `portpool --help` lists them"),
    ])
    func aCommandThatIsNoneIsMetWithTheOneThatWasMeant(arguments: [String], hint: String) async throws {
        let outcome = try await BuiltProgram("portpool").run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors == "portpool: \(hint)\n")
    }

    @Test func everyCommandAndNoneAtAllAreTakenAsTheyAre() throws {
        let names = PortPoolCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
        #expect(names.count == PortPoolCommand.configuration.subcommands.count && names.contains("alerts"))
        for word in names + ["--help", "-h", "--version"] {
            #expect(CommandHint.text(for: [word], commands: names) == nil)
        }
        #expect(CommandHint.text(for: [], commands: names) == nil)
    }

    @Test func aSocketsPathThatIsTooLongIsToldInWords() async throws {
        let path = "/tmp/" + String(repeating: "a", count: 110)
        let outcome = try await BuiltProgram("portpool").run(["ports", "--address", "unix:\(path)"])
        #expect(outcome.status == 5)
        #expect(outcome.errors.contains("(the path is longer than the 107 bytes of a Unix socket)"))
    }

    @Test(
        arguments: [
            ("2026-09-01T14:30:00+02:00", 1_788_265_800), ("2026-09-01T12:30:00Z", 1_788_265_800),
            ("1h", 1_799_996_400),
            ("1970-01-01T00:00:00Z", 0), ("2199-12-31T00:00:00Z", 7_258_032_000), ("20833d", 28_800),
        ] as [(String, Int64)])
    func anInstantIsRead(text: String, seconds: Int64) throws {
        #expect(try TimeArgument(text, now: now).instant.nanoseconds == seconds * 1_000_000_000)
    }

    @Test(arguments: [
        "9999-12-31", "9999-12-31T00:00:00Z", "2200-01-01T00:00:00Z", "999999999d", "1600-01-01", "0001-01-01",
        "1969-12-31T23:59:59Z",
    ])
    func anInstantThatNoRunCanHaveIsRefused(text: String) {
        let error = #expect(throws: ValidationError.self) { try TimeArgument(text, now: now) }
        #expect(error?.message.contains("the years 1970 to 2199") == true)
    }

    @Test(arguments: ["yesterday", "", "2026-13-01", "7w", "0d"])
    func whatIsNoInstantIsRefused(text: String) {
        let error = #expect(throws: ValidationError.self) { try TimeArgument(text, now: now) }
        #expect(error?.message.contains("write 2026-09-01T14:30:00+02:00") == true)
    }

    /// A report under the name of something else would be found out late.
    @Test func anEndingThatSaysNoFormatIsRefused() throws {
        for name in ["out.pdf", "reports/week.CSV", "out.xml.gz"] {
            let error = #expect(throws: (any Error).self) { try ExportCommand.parse(["--out", name]) }
            #expect(
                ExportCommand.message(for: try #require(error)).contains("says no format; name the file .xml, .csv"))
        }
        for name in ["out.xml", "out.json", "out.jsonl", "week.csv", "a.d/week.html", "out", "a.d/out", ".hidden"] {
            #expect(throws: Never.self) { try ExportCommand.parse(["--out", name]) }
        }
        #expect(throws: Never.self) { try ExportCommand.parse(["--out", "out.pdf", "--format", "csv"]) }
    }

    @Test(arguments: [
        ["export", "--until", "9999-12-31"], ["export", "--since", "999999999d"],
        ["executions", "--since", "yesterday"],
        ["rejudge", "x.yaml", "--since", "1600-01-01"],
    ])
    func aCommandNamesTheOption(command: [String]) async throws {
        let outcome = try await BuiltProgram("portpool").run(command)
        #expect(outcome.status == 64)
        let (option, value) = (command[command.count - 2], command[command.count - 1])
        #expect(outcome.errors.contains("'\(value)'") && outcome.errors.contains(option), "\(outcome.errors)")
        #expect(!outcome.errors.contains("'from'"))
    }

    @Test func theStateFolderIsWhereTheEnvironmentSays() {
        func folder(_ environment: [String: String]) -> String {
            StatePaths(folder: nil, environment: environment).folder
        }
        let home = ["HOME": "/somewhere/tester"]
        #expect(folder(home) == "/somewhere/tester/.local/state/portpool")
        #expect(folder(home.merging(["XDG_STATE_HOME": "/xdg"]) { $1 }) == "/xdg/portpool")
        #expect(folder(home.merging(["XDG_STATE_HOME": "xdg"]) { $1 }) == "/somewhere/tester/.local/state/portpool")
        #expect(folder(["XDG_STATE_HOME": "/xdg", "STATE_DIRECTORY": "/var/lib/a:/var/lib/b"]) == "/var/lib/a")
        let byTheSystem = folder([:])
        #expect(byTheSystem.hasPrefix("/") && byTheSystem.hasSuffix("/.local/state/portpool"))
        #expect(folder(["HOME": "nowhere"]) == byTheSystem)
        #expect(StatePaths(folder: "/a/../b", environment: home).folder == "/b")
    }

    @Test func coloursAreForTerminalsThatHaveThem() {
        #expect(Terminal.wantsColours(["TERM": "xterm"]) && Terminal.wantsColours([:]))
        #expect(!Terminal.wantsColours(["TERM": "dumb"]))
        #expect(!Terminal.wantsColours(["TERM": "xterm", "NO_COLOR": "1"]))
    }
}
