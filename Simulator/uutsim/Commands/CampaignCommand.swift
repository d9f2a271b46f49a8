import ArgumentParser
import BoardModel
import Campaign
import Foundation
import Glibc
import RigModel
import StrictYAML
import World

struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign",
        abstract: "Run plans against the catalogue of faults, and hold the service to what it must make of each.",
        discussion: """
            Each run has one fault at one step. The service is the same as ever, but for its quarantine, which is off; it \
            is in worlds of its own with the bench's boards, whose timeline rests. Every fault that there is in a world \
            strikes every unit, and every step of every unit is struck; the seed decides which by which. What is not \
            tried is named below the table.

              uutsim campaign Fixtures/bibs/client_demo.yaml --bench demo
              uutsim campaign bibs/*.yaml --bench demo --junit campaign.xml
              uutsim campaign bibs/*.yaml --bench demo --runs 40 --seed 7 --verbose
              uutsim campaign bibs/scale.yaml --bench benches/scale.yaml \\
                  --whole --minutes 30
              uutsim campaign bibs/scale.yaml --bench benches/scale.yaml \\
                  --kind no_answer --kind unplug --seed 7

            detected: the verdict says that something was wrong. transparent: the verdict is as without the fault. \
            undetectable: other bytes that are valid passed for good. mistaken: the rig has judged what was not so. \
            damaging: the service ended, a port was stuck, STOP was missed or done twice, or a line of the log is lost. \
            What the rig is held to follows from the fault and from the plan's own patterns, tried on healthy answers. The \
            column ORACLE has it: must-detect is never a good verdict, ERROR is the rig's own trouble said so, in-band is \
            valid bytes that mean something else, "transparent or detected" is up to chance or timing.

            Exit codes: 0; 1 mistaken or damaging runs; 2 the bench is not well without faults, some fault could not be \
            tried, or is none, or a file cannot be written; 4 bad plan or bench; 64 usage; 129, 130, 143 ended by SIGHUP, \
            SIGINT, SIGTERM: what was judged till then is told, and nothing is left behind.
            """)

    @Argument(help: "Plan files.") var plans: [String]
    @Option(help: "A bench file, or the name of one in \(BenchFile.folder).") var bench: String
    @Option(help: "The portpool to be tried; the one beside this program where absent.") var service: String?
    @Option(help: "Decides which fault strikes which step; a new one each time where absent.") var seed: UInt64?
    @Option(help: "Real seconds for one second of the boards' time; faults keep real time.") var scale = 0.1
    @Option(help: "Worlds side by side, each with a service of its own.") var worlds = 4
    @Option(help: "No further run is begun then.") var minutes = 10
    @Option(help: "Only this kind of fault; any number of times.") var kind: [String] = []
    @Flag(help: "Every fault at every step, which takes long.") var whole = false
    @Option(help: "No more than so many of the runs; the seed decides which.") var runs: Int?
    @Option(help: "A file for the result as JUnit XML.") var junit: String?
    @Flag(help: "A line for each run: what it was held to, its verdict, and why.") var verbose = false
    @Flag(help: "Print JSON in place of the table: every run, what it was held to, its verdict, and why.") var json =
        false

    func validate() throws {
        guard (0.001...1000).contains(scale) else { throw ValidationError("--scale is 0.001 to 1000") }
        guard (1...16).contains(worlds) else { throw ValidationError("--worlds is 1 to 16") }
        guard (1...1440).contains(minutes) else { throw ValidationError("--minutes is 1 to 1440") }
        guard runs.map({ $0 > 0 }) != false else { throw ValidationError("--runs is 1 or more") }
        guard !json || !verbose else { throw ValidationError("--json has every run; leave out --verbose") }
    }

    /// Throws where a kind of fault is asked for that no world can show.
    private func checkKinds() throws(WorldError) {
        for name in kind where !Specimen.all.contains(where: { $0.entry.name == name }) {
            let known = Set(Specimen.all.map(\.entry.name)).sorted()
            let near = suggestion(for: name, from: known).map { "\($0) " } ?? ""
            throw .request(
                "--kind '\(name)' is no fault that there is in a world; \(near)there are "
                    + known.joined(separator: ", "))
        }
    }

    func run() async throws {
        try checkKinds()
        do {
            try junit.map(ReportFile.init)?.check()
            let (result, signal) = try await CampaignSession(campaign: campaign()).run()
            if let result {
                print(
                    json ? try CampaignJSON(result).text + "\n" : CampaignTable(result, isVerbose: verbose).text,
                    terminator: "")
                try junit.map(ReportFile.init)?.write(CampaignJUnit(result).text)
            }
            if let signal { throw ExitCode(128 + signal) }
            throw ExitCode(result?.exitCode ?? 2)
        } catch let error as CampaignError {
            Report.raw("\(error)")
            throw ExitCode(error.exitCode)
        }
    }

    private func campaign() throws -> Campaign {
        let plans = try plans.map { path -> CampaignPlan in
            guard let content = FileManager.default.contents(atPath: path) else {
                throw CampaignError.plan("\(path): cannot be read; give the path of a plan")
            }
            return try CampaignPlan(Array(content), path: path)
        }
        for (index, plan) in plans.enumerated() {
            guard let twin = plans[..<index].firstIndex(where: { $0.plan.bib == plan.plan.bib }) else { continue }
            throw CampaignError.plan(
                "\(self.plans[index]): the plan of '\(plan.plan.bib)' is given twice, first as \(self.plans[twin]); leave one out"
            )
        }
        let found = try BenchFile.load(bench)
        let seed = seed ?? UInt64.random(in: 1...999_999)
        var options = Campaign.Options(
            seed: seed, simulator: try Self.ownPath(), service: try Self.find(service))
        options.scale = scale
        options.worlds = worlds
        options.limit = .seconds(60 * minutes)
        options.isWhole = whole
        options.kinds = Set(kind)
        options.runs = runs
        let campaign = Campaign(plans, on: found, boards: Self.boards(of: bench), options)
        Report.line(
            "at most \(campaign.scope.jobs.count) runs in \(worlds) world\(worlds == 1 ? "" : "s"); seed \(seed)")
        return campaign
    }

    /// Beside the folder of the bench's file, as the bench itself looks for them.
    private static func boards(of bench: String) -> String {
        let isFile = FileManager.default.fileExists(atPath: bench)
        let path = isFile ? bench : "\(BenchFile.folder)/\(bench).yaml"
        return URL(filePath: path).deletingLastPathComponent().appending(path: "../boards").standardizedFileURL.path
    }

    private static func ownPath() throws -> String {
        do { return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") } catch {
            throw CampaignError.program(name: "uutsim", looked: ["/proc/self/exe"])
        }
    }

    private static func find(_ service: String?) throws -> String {
        let beside = URL(filePath: try ownPath()).deletingLastPathComponent().appending(path: "portpool").path
        let inPath = (Environment["PATH"] ?? "").split(separator: ":").map { "\($0)/portpool" }
        let candidates = service.map { [$0] } ?? [beside] + inPath
        guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw CampaignError.program(name: service ?? "portpool", looked: candidates)
        }
        return URL(filePath: found).standardizedFileURL.path
    }
}
