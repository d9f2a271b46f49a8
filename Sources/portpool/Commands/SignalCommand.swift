import APIClient
import ArgumentParser
import RigModel

struct SignalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal", abstract: "Ends the loop of a run whose plan says 'until: signal'.",
        discussion: """
            portpool signal 01JD3V6T4N0000000000000000

            The pass that is under way is ended first, then STOP is carried out.
            """)

    @Argument(help: "The execution's id, as `portpool executions` lists it.") var id: String
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        try await service.ask { try await $0.signal(ExecutionID(id)) }
        Terminal.print("\(id) ends its loop with the pass that is under way")
    }
}
