import APIClient
import ArgumentParser
import RigModel

struct AbortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort", abstract: "Stops a run; its STOP is still carried out.",
        discussion: "portpool abort 01JD3V6T4N0000000000000000")

    @Argument(help: "The execution's id, as `portpool executions` lists it.") var id: String
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        try await service.ask { try await $0.abort(ExecutionID(id)) }
        Terminal.print("\(id) was told to stop")
    }
}
