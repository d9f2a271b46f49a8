import ArgumentParser
import BoardModel
import StrictYAML

/// Stands in for ArgumentParser's own `help`, which knows commands only.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Explain a command, a fault, or the language of board and bench scripts.",
        discussion: """
              uutsim help world
              uutsim help board            the language of boards by example
              uutsim help board faults     one chapter of it
              uutsim help bench            benches and their timelines
              uutsim help fault            the kinds of faults
              uutsim help fault replug     one kind: parameters, where, an example
              uutsim help faults           every kind so
            """,
        helpNames: [])

    @Argument(help: "A command; 'fault' and a kind; or 'board' or 'bench' and a chapter.") var topics: [String] = []

    func run() throws { print(try text()) }

    func text() throws -> String {
        guard let topic = topics.first else { return UUTSim.helpMessage() }
        if topic == "faults" || topic == "fault" && topics.count > 1 { return try helpOfFaults() }
        guard let guide = ScriptGuide.all.first(where: { $0.name == topic }) else { return try helpOfCommand(topic) }
        let chapter = topics.dropFirst().joined(separator: " ")
        guard let text = guide.text(of: topics.count > 1 ? chapter : nil) else {
            throw unknown(
                "no chapter of '\(topic)' is called '\(chapter)'", chapter, among: guide.chapters.map(\.name),
                "there are")
        }
        return text
    }

    private func helpOfFaults() throws -> String {
        let kind = topics.dropFirst().joined(separator: " ")
        guard !kind.isEmpty else { return FaultHelp.all }
        guard let text = FaultHelp.text(of: kind) else { throw ValidationError(FaultHelp.refusal(of: kind)) }
        return text
    }

    private func helpOfCommand(_ topic: String) throws -> String {
        let commands = UUTSim.configuration.subcommands
        guard topics.count == 1, let command = commands.first(where: { $0._commandName == topic }) else {
            let known = commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
            throw unknown(
                "there is no help on '\(topics.joined(separator: " "))'", topic,
                among: known + ["board", "bench", "faults"], "there is on")
        }
        return UUTSim.helpMessage(for: command)
    }

    /// - Parameter word: for which another may have been meant.
    private func unknown(_ what: String, _ word: String, among known: [String], _ introduction: String)
        -> ValidationError
    {
        let near = known.contains(word) ? nil : suggestion(for: word, from: known)
        return ValidationError(
            "\(what); \(near.map { "\($0) " } ?? "")\(introduction) \(known.joined(separator: ", "))")
    }
}
