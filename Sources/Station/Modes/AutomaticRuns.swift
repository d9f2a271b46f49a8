import Logging
import PortDiscovery
import RigModel
import ServiceLifecycle

/// Starts runs that nobody asks for at the moment: recoveries, and, in a service, `on_plug` and `schedule`.
actor AutomaticRuns: Service {
    private let runs: any RunControl
    private let recoveries: Recoveries
    private let boards: StationBoards
    private let underWay: UnitsUnderWay
    private let logger: Logger
    /// False where a person asked for certain runs and for no others.
    private let startsByItself: Bool
    private var plug = PlugTrigger()
    private var timetable = RunTimetable()

    /// Fine enough for a period of a second, the shortest that plans may ask for.
    private static let tick: Duration = .milliseconds(100)

    init(
        runs: any RunControl, recoveries: Recoveries, boards: StationBoards, underWay: UnitsUnderWay, logger: Logger,
        startsByItself: Bool
    ) {
        self.runs = runs
        self.recoveries = recoveries
        self.boards = boards
        self.underWay = underWay
        self.logger = logger
        self.startsByItself = startsByItself
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.followBench() }
                group.addTask { await self.recoveries.follow() }
                if self.startsByItself { group.addTask { await self.keepTime() } }
            }
        }
    }

    private func followBench() async {
        for await news in boards.news {
            let now = ContinuousClock.now
            switch news {
            case .ports(let bench, let plugged):
                plug.portsChanged(bench, plugged: plugged, now: now)
                timetable.follow(bench, now: now)
                let boards = bench.instances.filter { $0.ports.contains { plugged.contains($0.port.id) } }.map(\.board)
                await recoveries.begin(.bench(plugged: Set(boards)))
            case .plans(let bench):
                plug.plansChanged(bench)
                timetable.follow(bench, now: now)
                await recoveries.begin(.bench(plugged: []))
            }
        }
    }

    private func keepTime() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.tick)
            let now = ContinuousClock.now
            for unit in plug.takeDue(now: now) { await start(unit, origin: "plug") }
            for unit in timetable.takeDue(now: now) {
                guard await boards.bench.instance(unit)?.isComplete == true else { continue }
                if underWay.isBusy(unit) {
                    logger.info("scheduled run left out, one is under way", metadata: metadata(unit))
                } else {
                    await start(unit, origin: "schedule")
                }
            }
        }
    }

    private func start(_ unit: Bench.Unit, origin: String) async {
        let order = RunOrder(bib: unit.bib, uut: unit.instance.rawValue, board: unit.board, origin: origin)
        do throws(RunRefusal) { _ = try await runs.start(order) } catch {
            logger.warning("the run was not started (\(origin)): \(error)", metadata: metadata(unit))
        }
    }

    private func metadata(_ unit: Bench.Unit) -> Logger.Metadata {
        ["bib": "\(unit.bib)", "unit": "\(unit.instance)", "board": "\(unit.board)"]
    }
}
