import ArgumentParser
import FoundationEssentials
import World

struct ScriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script", abstract: "Let a timeline happen to a running bench.",
        discussion: """
            The file is the timeline of a bench by itself: version: 1, and timeline: with a list of what happens, at or \
            every when. Its times begin now. It goes on beside the bench's own, until it is over or stopped, and ends \
            with the world.

              uutsim script monday.yaml --world demo
              uutsim script monday.yaml --stop --world demo
              uutsim script --stop --world demo

            A script is known by the name of its file, in whatever folder. Without a file, --stop is for all scripts. What \
            has happened stays: a fault that was armed is armed, until it is cleared.
            """)
    @Argument(help: "The timeline's file.") var file: String?
    @Flag(help: "Let no more of that script happen, or of any.") var stop = false
    @OptionGroup var options: WorldOptions

    func validate() throws {
        guard file != nil || stop else { throw ValidationError("give the timeline's file, or --stop") }
    }

    func run() throws {
        guard let file, !stop else { return try options.ask(ControlRequest(verb: .stop, kind: file)) }
        guard let data = FileManager.default.contents(atPath: file), let text = String(validating: data, as: UTF8.self)
        else { throw WorldError.bench("\(file): cannot be read, or is not UTF-8") }
        try options.ask(ControlRequest(verb: .script, kind: file, script: text))
    }
}
