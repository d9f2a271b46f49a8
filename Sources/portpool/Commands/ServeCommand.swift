import ArgumentParser
import RigModel
import Station

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Owns the station's ports, runs plans, and serves the page and the API.",
        discussion: """
            portpool serve
            portpool serve --config /etc/portpool/rig.yaml --state /var/lib/portpool
            portpool serve --listen 127.0.0.1:9000 --listen unix:/run/portpool/a.sock

            With no configuration at all it uses the plans in ./bibs and listens on
            127.0.0.1:8080 and on a Unix socket in the state folder.
            SIGTERM and SIGINT stop it; every run that goes on still sends its STOP.
            """)

    @Option(help: "Configuration. Default: ./rig.yaml if there, else /etc/portpool/rig.yaml if there.")
    var config: String?
    @Option(help: "Folder of the store, the logs and the socket. \(StateFolderHelp.text)")
    var state: String?
    @Option(help: "Folder of plan files; overrides the configuration's 'plans'.") var plans: String?
    @Option(
        help:
            "An address to listen on, HOST:PORT or unix:PATH; may be given several times. Overrides the configuration's."
    )
    var listen: [String] = []
    @OptionGroup var devices: DeviceListOptions

    func run() async throws {
        do throws(StationError) {
            var configuration = try StationConfiguration.load(file: config, state: state)
            if let plans { configuration.plansFolder = plans }
            if !listen.isEmpty { configuration.listen = listen }
            configuration.deviceList = devices.path
            let station = try await Station(configuration, version: Version.text, servesPage: true)
            try await station.serve { addresses in
                for address in addresses { Terminal.print("listening on \(address)") }
            }
        } catch {
            Terminal.error("\(error)")
            throw error.isConfiguration ? ExitStatus.badPlan : ExitStatus.rigError
        }
    }
}
