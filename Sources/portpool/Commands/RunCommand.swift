import APIClient
import ArgumentParser
import RigModel
import Station

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs the units of a BIB and prints their steps as they happen.",
        discussion: """
            portpool run client_demo                  all its units, in parallel
            portpool run production_test_v2 --uut slot1
            portpool run sensor_node --loop 10        each unit ten times
            portpool run sensor_node --for 8h         again and again, for a shift
            portpool run client_demo --standalone     with no service
            portpool run client_demo --junit out.xml  a report for CI, come what may

            Ctrl-C stops the runs; their STOP is still carried out.
            Exit status: the worst verdict's. 0 PASS or WARN; 1 FAIL, CRITICAL or
            TIMEOUT; 2 ERROR; 3 ABORTED or INTERRUPTED.
            """)

    @Argument(help: "The BIB: the name of its plan file without .yaml.") var bib: String
    @Option(help: "Only this unit: its id, or unit@board.") var uut: String?
    @Option(help: "Only on this board.") var board: String?
    @Option(help: "How often each unit is run: a number, or 'forever'.") var loop: LoopCount?
    @Option(
        name: .customLong("for"),
        help: "How long each unit is run again and again: 90s, 30m, 8h; a run that has begun is ended."
    )
    var period: Period?
    @Flag(help: "Run in this process: pool, engine, store and logs, no HTTP.") var standalone = false
    @Flag(help: "Print verdicts only.") var quiet = false
    @Option(
        help: "A JUnit XML file of all the runs. Until they have ended it says that there is no result."
    )
    var junit: String?
    @Option(
        help:
            "Configuration of the station, with --standalone. Default: ./rig.yaml if there, else /etc/portpool/rig.yaml."
    )
    var config: String?
    @Option(help: "Folder of plan files, with --standalone; overrides the configuration's 'plans'.") var plans: String?
    /// Seconds for a service that does not answer to come back.
    @Option(help: .hidden) var patience = 30
    @OptionGroup var devices: DeviceListOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        if !standalone, config != nil || plans != nil {
            throw ValidationError("--config and --plans go with --standalone; a service has its own")
        }
        if !standalone, devices.deviceList != nil {
            throw ValidationError("--device-list goes with --standalone; a service has its own")
        }
        if standalone, service.address != nil {
            throw ValidationError("--address names a service; with --standalone there is none")
        }
        if loop != nil, period != nil { throw ValidationError("--loop and --for are two ends of one loop; give one") }
    }

    func run() async throws {
        let order = RunOrder(bib: BIBID(bib), uut: uut, board: board.map { BoardID($0) }, origin: "cli")
        let loop = period.map { .until(.now + $0.duration) } ?? loop ?? .times(1)
        let report: JUnitFile?
        do { report = try junit.map { path throws(AtomicFile.Trouble) in try JUnitFile(path, bib: order.bib) } } catch {
            Terminal.error("\(error); nothing was run")
            throw ExitStatus.rigError
        }
        let ending: Result<ExitCode, any Error>
        do { ending = .success(ExitStatus.of(try await carryOut(order, loop, report))) } catch {
            ending = .failure(error)
        }
        var isReported = true
        do { try await report?.finish() } catch {
            Terminal.error("\(error)")
            isReported = false
        }
        let code = try ending.get()
        if code != .success { throw code }
        if !isReported { throw ExitStatus.rigError }
    }

    private func carryOut(_ order: RunOrder, _ loop: LoopCount, _ report: JUnitFile?) async throws -> [Verdict] {
        if standalone {
            return try await StandaloneRun(order, loop: loop, isQuiet: quiet, report: report).run(
                config: config, state: service.state, plans: plans, deviceList: devices.path)
        }
        return try await service.ask { client in
            do {
                return try await WatchedRun(
                    client, order, loop: loop, isQuiet: quiet, patience: .seconds(patience), report: report
                ).run()
            } catch {
                // A service that refuses an order says so; one that is gone may have taken it.
                let isRefused = if case APIClientError.problem = error { true } else { false }
                await report?.failed("\(error)", mayHaveBegun: !isRefused)
                throw error
            }
        }
    }
}
