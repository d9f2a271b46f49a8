import APIClient
import ArgumentParser
import RigModel

struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Takes a port out of use; a run on it goes on to its end.",
        discussion: """
            It stays out of use until it is released, whether the board is plugged in
            anew or the service started anew.

            portpool quarantine FT7ABCDE-A --reason "loose connector"
            portpool release FT7ABCDE-A
            """)

    @Argument(help: "The port's id, as `portpool ports` lists it, or its alias.") var port: String
    @Option(help: "Shown with the port for as long as it is out of use.") var reason = "taken out of use by hand"
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let notice = try await service.ask(ofPort: port) { try await $0.quarantine($1, reason: reason) }
        Terminal.print(notice.reason)
    }
}
