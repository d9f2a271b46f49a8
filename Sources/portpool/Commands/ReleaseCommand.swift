import APIClient
import ArgumentParser
import RigModel

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Lets a port back into use that is in quarantine or in error.",
        discussion: "portpool release FT7ABCDE-A")

    @Argument(help: "The port's id, as `portpool ports` lists it, or its alias.") var port: String
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let notice = try await service.ask(ofPort: port) { try await $0.release($1) }
        Terminal.print(notice.reason)
    }
}
