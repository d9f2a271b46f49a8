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
            portpool run client_demo --standalone     with no service

            Ctrl-C stops the runs; their STOP is still carried out.
            Exit status: the worst verdict's. 0 PASS or WARN; 1 FAIL, CRITICAL or
            TIMEOUT; 2 ERROR; 3 ABORTED or INTERRUPTED.
            """)

    @Argument(help: "The BIB: the name of its plan file without .yaml.") var bib: String
    @Option(help: "Only this unit: its id, or unit@board.") var uut: String?
    @Option(help: "Only on this board.") var board: String?
    @Option(help: "How often each unit is run: a number, or 'forever'.") var loop: LoopCount = .times(1)
    @Flag(help: "Run in this process: pool, engine, store and logs, no HTTP.") var standalone = false
    @Flag(help: "Print verdicts only.") var quiet = false
    @Option(
        help:
            "Configuration of the station, with --standalone. Default: ./rig.yaml if there, else /etc/portpool/rig.yaml."
    )
    var config: String?
    @Option(help: "Folder of plan files, with --standalone; overrides the configuration's 'plans'.") var plans: String?
    /// Seconds for a service that does not answer to come back.
    @Option(help: .hidden) var patience = 30
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        if !standalone, config != nil || plans != nil {
            throw ValidationError("--config and --plans go with --standalone; a service has its own")
        }
        if standalone, service.address != nil {
            throw ValidationError("--address names a service; with --standalone there is none")
        }
    }

    func run() async throws {
        let order = RunOrder(bib: BIBID(bib), uut: uut, board: board.map { BoardID($0) }, origin: "cli")
        let verdicts =
            if standalone {
                try await StandaloneRun(order, loop: loop, isQuiet: quiet).run(
                    config: config, state: service.state, plans: plans)
            } else {
                try await service.ask { client in
                    try await WatchedRun(
                        client, order, loop: loop, isQuiet: quiet, patience: .seconds(patience)
                    ).run()
                }
            }
        let code = ExitStatus.of(verdicts)
        if code != .success { throw code }
    }
}
