import ArgumentParser
import FoundationEssentials
import Glibc
import World

/// Which world a command is for, and how it prints.
struct WorldOptions: ParsableArguments {
    @Option(help: "The world's name or folder; inside a world, that world.")
    var world: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// Asks the world and prints the boards of its reply.
    func ask(_ request: ControlRequest) throws {
        guard let name = world ?? Environment["UUTSIM_WORLD"] else {
            throw ValidationError("which world? Give --world NAME, as uutsim world --name NAME was started")
        }
        let folder = WorldFolder.find(name, runtimeFolder: Environment["XDG_RUNTIME_DIR"], user: geteuid())
        let reply = try ControlClient(folder).ask(request)
        if let note = reply.note { Report.line(note) }
        let boards = reply.boards ?? []
        if json {
            let encoder = ControlJSON.encoder
            encoder.outputFormatting.insert(.prettyPrinted)
            print(String(decoding: try encoder.encode(boards), as: UTF8.self))
        } else {
            print(BoardTable(boards: boards).text)
        }
    }
}
