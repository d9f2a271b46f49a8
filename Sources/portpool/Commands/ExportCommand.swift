import APIClient
public import ArgumentParser
import Foundation
public import RigModel
import Station

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes runs to a file: JUnit XML, CSV, JSON Lines or an HTML report.",
        discussion: """
            portpool export 01JD3V6T4N0000000000000000 --out report.html
            portpool export --bib client_demo --since 7d --format csv --out week.csv
            portpool export --verdict FAIL --since 8h --format jsonl | jq .result
            portpool export --bib client_demo --address 127.0.0.1:8080

            The runs that have ended, oldest first. They are read from the store of the
            state folder, beside a service or without one; with --address the service is
            asked. Without --format the ending of the file says it; where there is no
            ending, or no file, it is junit.
            A file appears under its name when it is whole.
            """)

    @Argument(help: "Ids of runs; without them all that fit the options.") var ids: [String] = []
    @Option(help: "What is written.") var format: ExportFormat?
    @Option(help: "Only this BIB's.") var bib: String?
    @Option(help: "Only this unit's: its id, or unit@board.") var uut: String?
    @Option(help: "Only with this verdict.") var verdict: Verdict?
    @Option(help: "Only those that ended at or after: \(TimeArgument.forms).", transform: TimeArgument.init(_:))
    var since: TimeArgument?
    @Option(help: "Only those that ended before.", transform: TimeArgument.init(_:)) var until: TimeArgument?
    @Option(name: [.long, .customShort("o")], help: "The file. Default: standard output.") var out: String?
    @Option(help: "Configuration of the station. Default: ./rig.yaml if there, else /etc/portpool/rig.yaml.")
    var config: String?
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        let hasFilter = bib != nil || uut != nil || verdict != nil || since != nil || until != nil
        if !ids.isEmpty, hasFilter { throw ValidationError("give ids of runs, or options that choose them") }
        if let since, let until, until.instant <= since.instant {
            throw ValidationError("--until is not after --since: no run can fit both")
        }
        if ids.count > 1, service.address != nil {
            throw ValidationError("with --address runs are exported one at a time, or chosen by options")
        }
        if format == nil, let ending, Self.format(of: ending) == nil {
            let known = ExportFormat.allCases.map { ".\($0.fileExtension)" }.joined(separator: ", ")
            throw ValidationError("'.\(ending)' says no format; name the file \(known), or give --format")
        }
    }

    func run() async throws {
        do {
            guard let out else {
                return try await write { bytes in
                    Terminal.printBytes(bytes)
                    if Terminal.hasLost { throw ExitStatus.rigError }
                }
            }
            let file = try AtomicFile(out)
            try await write { try file.write($0) }
            try file.commit()
        } catch let trouble as AtomicFile.Trouble {
            Terminal.error("\(trouble)")
            throw ExitStatus.rigError
        }
    }

    private var chosenFormat: ExportFormat { format ?? ending.flatMap(Self.format) ?? .junit }

    /// Behind the last dot of the file's name; nil where it has none.
    private var ending: String? {
        guard let name = out?.split(separator: "/").last, let dot = name.dropFirst().lastIndex(of: ".") else {
            return nil
        }
        return String(name[name.index(after: dot)...])
    }

    private static func format(of ending: String) -> ExportFormat? {
        ending == "json" ? .jsonl : ExportFormat.allCases.first { $0.fileExtension == ending }
    }

    private func write(to body: ([UInt8]) throws -> Void) async throws {
        if service.address != nil {
            try await service.ask { client in
                for id in ids { try body(try await client.export(ExecutionID(id), as: chosenFormat)) }
                guard ids.isEmpty else { return }
                let first = try await client.executions(filterQuery + [("state", "completed"), ("limit", "1")])
                if first.recent.isEmpty { Terminal.error(Self.emptiness) }
                try await client.exports(filterQuery, as: chosenFormat, body)
            }
            return
        }
        do {
            let stored = try StoredExports(try StationConfiguration.load(file: config, state: service.state))
            guard !ids.isEmpty else {
                if try await stored.isEmpty(filter) { Terminal.error(Self.emptiness) }
                return try await stored.export(filter, as: chosenFormat, to: body)
            }
            let wanted = ids.map { ExecutionID($0) }
            // Before a word is written: a report without a run that was asked for is none.
            var unknown = try await stored.unknown(wanted)
            if unknown.isEmpty { unknown = try await stored.export(wanted, as: chosenFormat, to: body) }
            guard !unknown.isEmpty else { return }
            Terminal.error("no execution has the id \(unknown.map { "'\($0)'" }.joined(separator: ", "))")
            throw ExitStatus.usage
        } catch let error as StationError {
            Terminal.error("\(error)")
            if case .store = error, !StatePaths(folder: service.state).hasStore {
                Terminal.error("where a service runs with another folder, --address asks the service itself")
            }
            throw error.isConfiguration ? ExitStatus.badPlan : ExitStatus.rigError
        }
    }

    private static let emptiness = "no run is stored that has ended and fits the options; the report is empty"

    private var filter: ExecutionFilter {
        ExecutionFilter(
            bib: bib.map { BIBID($0) }, uut: uut, verdict: verdict, from: since?.instant, to: until?.instant)
    }
    private var filterQuery: [(String, String)] {
        [
            ("bib", bib), ("uut", uut), ("verdict", verdict?.rawValue), ("from", since?.rfc3339),
            ("to", until?.rfc3339),
        ].compactMap { key, value in value.map { (key, $0) } }
    }
}

extension ExportFormat: ExpressibleByArgument {}
extension Verdict: ExpressibleByArgument {
    /// In either case, as people type them.
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
