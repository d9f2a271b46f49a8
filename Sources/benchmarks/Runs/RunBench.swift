internal import Execution
internal import Glibc
internal import History
internal import Logging
internal import PortPool
internal import RigModel
internal import RunLogs
internal import SerialIO

/// The way of a run as in a station: engine, pool, line, store on a disk and log files; only the units are ptys, which a C process answers.
struct RunBench: Sendable {
    let watch: RunWatch
    private let engine: RunEngine
    private let logs: RunLogs

    /// Sets up `count` units, each on a port of its own, lets `body` work with them, and takes everything down again.
    static func with<Result: Sendable>(
        units count: Int, plan: UUTPlan, _ body: (RunBench) async throws -> Result
    ) async throws -> Result {
        let responder = try Responder(lines: count)
        try responder.stayPlugged()
        let folder = try TemporaryFolder()
        let reactor = try Reactor(name: "runs")
        defer { reactor.shutdown() }
        let logger = Logger(label: "benchmarks") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .warning
            return handler
        }
        let clocks = Clocks {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
        }
        let store = try HistoryStore(path: "\(folder.path)/history.sqlite", now: clocks.wall)
        let logs = try await RunLogs.open(
            folder: "\(folder.path)/logs", zone: .utc, clocks: clocks, logger: logger, archive: store,
            onTrouble: { troubles in for trouble in troubles { logger.error("\(trouble)") } })
        let units = responder.paths.enumerated().map { BenchUnit(number: $0, path: $1, plan: plan) }
        let watch = RunWatch(units: units.map(\.instance))
        let journal = EventJournal(
            store: store, consumers: [logs, watch], clocks: clocks, logger: logger,
            onTrouble: { troubles in for trouble in troubles { logger.error("\(trouble)") } })
        let pool = Pool(on: reactor, spine: journal, clocks: clocks)
        for unit in units { await pool.appeared(unit.port, matching: .matched(BenchUnit.bib)) }
        let engine = RunEngine(
            pool: pool, spine: journal, directory: BenchUnits(units), reactor: reactor, clocks: clocks)

        async let committing: Void = journal.run()
        async let running: Void = engine.run()
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(RunBench(watch: watch, engine: engine, logs: logs)))
        } catch {
            result = .failure(error)
        }
        await engine.stopAll(.shutdown)
        await running
        await journal.close()
        await committing
        // Logs that the disk was too slow for go on in the background, and must not be written into a folder that goes away.
        await logs.finish()
        withExtendedLifetime((responder, folder)) {}
        return try result.get()
    }

    /// Asks for a run of a unit, and returns at once.
    func start(_ unit: UUTInstanceID) async throws {
        _ = try await engine.start(RunOrder(bib: BenchUnit.bib, uut: unit.rawValue, origin: "benchmark"))
    }

    /// Waits until all that was handed to the logs is in their files. A slow disk holds a run's end up for 250 ms only, and
    /// what is written after that belongs to the run all the same.
    func finishLogs() async throws {
        // Answered on the writer's own thread, behind what it has to write.
        let dropped = await logs.droppedLines
        guard dropped == 0 else { throw BenchmarkFailure("\(dropped) lines are in no log: the disk was too slow") }
    }

    /// Runs of one unit, one after another, until `isEnough` says so: the next is asked for when the end of the last was handed out.
    ///
    /// - Parameter ahead: as many more runs wait for the port all the time.
    /// - Returns: how many ended.
    func repeatRuns(of unit: UUTInstanceID, ahead: Int = 0, until isEnough: (Int) -> Bool) async throws -> Int {
        var results = watch.results(of: unit)
        for _ in 0...ahead { try await start(unit) }
        var outstanding = 1 + ahead
        var count = 0
        while outstanding > 0 {
            guard let result = await results.next() else { throw BenchmarkFailure("a run's end was not told") }
            guard result.verdict == .pass else { throw BenchmarkFailure("a run did not pass: \(result.explanation)") }
            count += 1
            if isEnough(count) {
                outstanding -= 1
            } else {
                try await start(unit)
            }
        }
        return count
    }
}
