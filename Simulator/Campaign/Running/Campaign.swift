internal import BoardModel
internal import Foundation
internal import Glibc
internal import RigModel
public import World

/// Runs plans against the whole catalogue of faults, each run with one of them, on stations side by side.
public struct Campaign: Sendable {
    public struct Options: Sendable {
        /// Of all that is left to chance: which fault strikes which step, and what the boards do.
        public var seed: UInt64
        /// Real seconds for one second of the boards' time; faults keep real time.
        public var scale = 0.1
        /// Worlds side by side, each with a service of its own.
        public var worlds = 4
        /// No further run is begun then.
        public var limit = Duration.seconds(600)
        /// Every fault at every step, in place of a small set that has each once.
        public var isWhole = false
        /// Only these kinds of faults; empty: all.
        public var kinds: Set<String> = []
        /// No more than so many of them, which the seed decides; nil: all.
        public var runs: Int?
        /// `uutsim` and `portpool`.
        public var simulator: String
        public var service: String

        public init(seed: UInt64, simulator: String, service: String) {
            self.seed = seed
            self.simulator = simulator
            self.service = service
        }
    }

    private let plans: [CampaignPlan]
    private let bench: Bench
    private let boards: String
    private let options: Options

    /// - Parameter boards: the folder of the boards' scripts.
    public init(_ plans: [CampaignPlan], on bench: Bench, boards: String, _ options: Options) {
        self.plans = plans
        self.bench = bench
        self.boards = boards
        self.options = options
    }

    /// What there is to be tried.
    public var scope: CampaignScope {
        CampaignScope(
            plans, on: bench, seed: options.seed, kinds: options.kinds, isWhole: options.isWhole, runs: options.runs)
    }

    /// Ends early where its task is cancelled: with the rows that there are by then, and nothing left behind.
    ///
    /// - Parameter progress: is told each row as it comes, and how far the campaign is then.
    /// - Throws: ``CampaignError`` where no fault can be judged.
    public func run(
        _ progress: @escaping @Sendable (CampaignRow, CampaignStanding) -> Void
    ) async throws -> CampaignResult {
        let start = ContinuousClock.now
        let scope = scope
        guard !scope.jobs.isEmpty else { throw CampaignError.nothing(scope.omissions) }
        let folder = try Self.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let world = try CampaignBench(
            bench, boards: boards, seed: options.seed, scale: options.scale, in: "\(folder)/bench")
        try writePlans("\(folder)/plans")
        let setup = CampaignStation.Setup(
            simulator: options.simulator, service: options.service, bench: world.path, plans: "\(folder)/plans")
        let pool = JobPool(scope.jobs, from: start, limit: options.limit, progress: progress)
        do { try await work(through: pool, with: setup, in: folder) } catch {
            guard Task.isCancelled else { throw error }
        }
        let isCutOff = Task.isCancelled
        let omissions = scope.omissions + (await pool.omissions)
        let rows = isCutOff ? await pool.rows : await pool.result()
        guard isCutOff || !rows.isEmpty else { throw CampaignError.nothing(omissions) }
        return CampaignResult(
            plans: plans.map { $0.plan.bib.rawValue }, bench: bench.script.name, seed: options.seed,
            rows: rows, duration: start.duration(to: .now), cutOff: isCutOff ? await pool.cutOff : [],
            omissions: omissions)
    }

    private func work(through pool: JobPool, with setup: CampaignStation.Setup, in folder: String) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...max(1, options.worlds) {
                group.addTask {
                    try await CampaignStation.with(setup, in: "\(folder)/\(number)") { station in
                        let part = StationCampaign(
                            runner: StationRunner(station, bench: bench.script), plans: plans, bench: bench.script,
                            scale: options.scale,
                            name: "campaign-\(number)", portCount: portCount)
                        do {
                            let baselines = try await part.baselines(part.seats())
                            await part.work(through: pool, baselines)
                        } catch {
                            guard !(error is CampaignError), let epitaph = await station.epitaph() else { throw error }
                            throw CampaignError.station(reason: "without any fault \(epitaph)", output: "")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private var portCount: Int {
        bench.script.boards.reduce(0) { $0 + (bench.boards[$1.script]?.ports.count ?? 0) }
    }

    private func writePlans(_ folder: String) throws(CampaignError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for plan in plans {
                try Data(plan.content).write(to: URL(filePath: "\(folder)/\(plan.plan.bib).yaml"))
                for file in plan.sentFiles {
                    let url = URL(filePath: "\(folder)/\(file.name)")
                    try FileManager.default.createDirectory(
                        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try Data(file.content).write(to: url)
                }
            }
        } catch { throw .folder(path: folder, reason: "\(error)") }
    }

    /// Below /tmp, whatever TMPDIR says: a socket's path must be short.
    private static func makeFolder() throws(CampaignError) -> String {
        var template = Array("/tmp/campaign-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .folder(path: "/tmp", reason: String(cString: strerror(errno)))
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
