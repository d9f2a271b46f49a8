import ArgumentParser
import BoardModel

/// Stands in for ArgumentParser's own `help`, which knows commands only.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Explain a command, or the language of board and bench scripts.",
        discussion: """
              uutsim help world
              uutsim help board            the language of boards by example
              uutsim help board faults     one chapter of it
              uutsim help bench            benches and their timelines
            """,
        helpNames: [])

    @Argument(help: "A command, or 'board' or 'bench' and a chapter.") var topics: [String] = []

    func run() throws { print(try text()) }

    func text() throws -> String {
        guard let guide = ScriptGuide.all.first(where: { $0.name == topics.first }) else { return try helpOfCommand() }
        guard topics.count <= 2, let text = guide.text(of: topics.dropFirst().first) else {
            let known = guide.chapters.map(\.name).joined(separator: ", ")
            throw ValidationError(
                "no chapter of '\(guide.name)' is called '\(topics.dropFirst().joined(separator: " "))'; there are \(known)"
            )
        }
        return text
    }

    private func helpOfCommand() throws -> String {
        guard let topic = topics.first else { return UUTSim.helpMessage() }
        let commands = UUTSim.configuration.subcommands
        guard topics.count == 1, let command = commands.first(where: { $0._commandName == topic }) else {
            let known = commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName } + ["board", "bench"]
            throw ValidationError(
                "there is no help on '\(topics.joined(separator: " "))'; there is on \(known.joined(separator: ", "))")
        }
        return UUTSim.helpMessage(for: command)
    }
}
