import ArgumentParser
import Station

/// Stands in for ArgumentParser's own `help`, which knows commands only.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Explains a command, or the plan language.",
        discussion: """
            portpool help run
            portpool help plan                the plan language by example
            portpool help plan levels         one chapter of it
            """,
        helpNames: [])

    @Argument(help: "A command, or 'plan' and a chapter.") var topics: [String] = []

    func run() throws {
        Terminal.print(try text())
    }

    func text() throws -> String {
        guard topics.first == "plan" else { return try helpOfCommand() }
        guard topics.count <= 2, let guide = PlanLanguage.guide(chapter: topics.dropFirst().first) else {
            let known = PlanLanguage.chapters.joined(separator: ", ")
            throw ValidationError(
                "no chapter is called '\(topics.dropFirst().joined(separator: " "))'; there are: \(known)")
        }
        return guide
    }

    private func helpOfCommand() throws -> String {
        var command: any ParsableCommand.Type = PortPoolCommand.self
        for topic in topics {
            guard
                let next = command.configuration.subcommands.first(where: {
                    $0._commandName == topic || $0.configuration.aliases.contains(topic)
                })
            else { throw ValidationError("there is no command '\(topics.joined(separator: " "))'; see portpool help") }
            command = next
        }
        return PortPoolCommand.helpMessage(for: command)
    }
}
