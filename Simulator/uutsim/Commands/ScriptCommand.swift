import ArgumentParser
import FoundationEssentials
import World

struct ScriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script", abstract: "Let a timeline happen to a running bench.",
        discussion: """
            The file is the timeline of a bench by itself: version: 1, and timeline: with a list of what happens, at or \
            every when. Its times begin now. It goes on beside the bench's own, and ends with the world.

              uutsim script monday.yaml --world demo
            """)
    @Argument(help: "The timeline's file.") var file: String
    @OptionGroup var options: WorldOptions

    func run() throws {
        guard let data = FileManager.default.contents(atPath: file), let text = String(validating: data, as: UTF8.self)
        else { throw WorldError.bench("\(file): cannot be read, or is not UTF-8") }
        try options.ask(ControlRequest(verb: .script, kind: file, script: text))
    }
}
