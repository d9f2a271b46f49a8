import ArgumentParser
import Foundation
import RigModel
import Station

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Makes plans of a BIB file (XML) of the original SerialPortPool.",
        discussion: """
            portpool import bib_client_demo.xml                the plan
            portpool import bib_client_demo.xml --out bibs     bibs/client_demo.yaml
            portpool import bib-configurations.xml --out bibs  one plan a BIB
            portpool import --json bib_client_demo.xml | jq -r '.notes[].text'

            The report tells, with line and column, what was dropped, changed or
            doubted; doubts are comments in the plan too. Nothing is left out in silence.
            Exit status 0 where plans were made, 4 where the file cannot be read.
            """)

    @Argument(help: "A file of the original: <bib>, or <root> with several.") var file: String
    @Option(
        help: ArgumentHelp(
            "Where to write: a folder, or for a file of one BIB the plan <bib>.yaml. Default: standard output.",
            valueName: "path"))
    var out: String?
    @Flag(help: "Overwrite plans that are there.") var force = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if out == nil, force { throw ValidationError("--force goes with --out") }
    }

    func run() throws {
        let result = PlanImport(file: file)
        if json { Terminal.print(try JSONText.of(result)) }
        guard result.errors.isEmpty else {
            if !json { result.errors.forEach(report) }
            throw ExitStatus.badPlan
        }
        if let out {
            if !json { for note in result.notes { Terminal.print(note.text) } }
            try write(result, to: out)
        } else if !json {
            guard let plan = result.plans.first, result.plans.count == 1 else {
                let names = result.plans.map(\.bib.rawValue).joined(separator: ", ")
                throw ValidationError("the file holds \(result.plans.count) BIBs (\(names)); give --out and a folder")
            }
            for note in result.notes { report(note.text) }
            Terminal.print(String(plan.yaml.dropLast()))
        }
    }

    private func write(_ result: PlanImport, to out: String) throws {
        let targets = try result.plans.map { plan in
            (path: try target(of: plan, among: result.plans.count, out: out), plan: plan)
        }
        if !force, let taken = targets.first(where: { FileManager.default.fileExists(atPath: $0.path) }) {
            throw ValidationError("'\(taken.path)' is there already; --force overwrites it")
        }
        for (path, plan) in targets {
            do {
                let url = URL(filePath: path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(plan.yaml.utf8).write(to: url, options: .atomic)
            } catch {
                Terminal.error("'\(path)' cannot be written: \(error.systemReason)")
                throw ExitStatus.rigError
            }
            if !json { Terminal.print("\(path): written") }
        }
    }

    private func target(of plan: PlanImport.ImportedPlan, among count: Int, out: String) throws -> String {
        let name = "\(plan.bib).yaml"
        guard out.hasSuffix(".yaml") else { return "\(out)/\(name)" }
        guard count == 1 else { throw ValidationError("the file holds \(count) BIBs; give a folder to --out") }
        guard URL(filePath: out).lastPathComponent == name else {
            throw ValidationError(
                "the plan of the BIB '\(plan.bib)' must be called '\(name)'; a plan's file names its BIB")
        }
        return out
    }

    /// A line on standard error, which is free for it: standard output holds the plan.
    private func report(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
