import APIClient
import ArgumentParser
import RigModel
import Station

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "The logs of runs: list, show, verify and rebuild them.",
        discussion: """
            portpool logs list
            portpool logs show client_demo production_uut
            portpool logs show client_demo production_uut --run 01JD3V6T4N0000000000000000
            portpool logs verify                whether each is what was sealed
            portpool logs rebuild --since 7d    from the store, where they are not whole

            Where no service answers, list and show read the state folder; verify and
            rebuild always do.
            """,
        subcommands: [List.self, Show.self, Verify.self, Rebuild.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The units that have logs.")
        @OptionGroup var service: ServiceOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let tree = try await service.ask(orRead: { await $0.logTree() }) { try await $0.logTree() }
            if json { return Terminal.print(try JSONText.of(tree)) }
            var table = Table("BIB", "UNIT", "RUNS")
            for unit in tree.units { table.add(unit.bibId.rawValue, unit.uutId.rawValue, "\(unit.runs)") }
            Terminal.print(table.text)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The log of a unit's newest run, or of the one named.")
        @Argument(help: "The BIB.") var bib: String
        @Argument(help: "The unit: its id, or unit@board.") var uut: String
        @Option(help: "The run's execution id; without it the newest.") var run: String?
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            let (bib, uut, id) = (BIBID(bib), UUTInstanceID(uut), run.map { ExecutionID($0) })
            let read: (StoredRecords) async throws -> [UInt8]? = { try await $0.log(bib: bib, uut: uut, run: id) }
            let text = try await service.ask(orRead: read) { client in
                if let id { return try await client.logFile(bib, uut, id) }
                let log = try await client.log(bib, uut, tail: 0)
                guard let newest = log.runs.first else { return nil }
                return try await client.logFile(bib, uut, newest.executionId)
            }
            guard let text else {
                Terminal.error("'\(uut)' of '\(bib)' has no \(id.map { "log of the run '\($0)'" } ?? "logs")")
                throw ExitStatus.usage
            }
            Terminal.printBytes(text)
        }
    }
}
