import ArgumentParser
import RigModel
import Station

/// How the commands that work on files find them.
struct StateFolderOptions: ParsableArguments {
    @Option(help: "The state folder. \(StateFolderHelp.text)") var state: String?
    @Option(help: "Configuration of the station. Default: ./rig.yaml if there, else /etc/portpool/rig.yaml.")
    var config: String?

    /// - Throws: the exit code, once the error was printed.
    func upkeep() throws -> LogUpkeep {
        do throws(StationError) {
            return LogUpkeep(try StationConfiguration.load(file: config, state: state))
        } catch { throw Self.told(error) }
    }

    /// As `LogUpkeep.rebuild`.
    func rebuild(
        _ choice: LogUpkeep.Choice, _ body: (RebuiltLog) -> Void
    ) async throws -> [ExecutionID] {
        let upkeep = try upkeep()
        do { return try await upkeep.rebuild(choice, body) } catch let error as StationError { throw Self.told(error) }
    }

    private static func told(_ error: StationError) -> ExitCode {
        Terminal.error("\(error)")
        return error.isConfiguration ? ExitStatus.badPlan : ExitStatus.rigError
    }
}
