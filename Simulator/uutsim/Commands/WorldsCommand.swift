import ArgumentParser
import FoundationEssentials
import Glibc
import World

struct WorldsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worlds", abstract: "List the worlds that run, by the names that --world takes.",
        discussion: """
              uutsim worlds
              uutsim worlds --json
            """)
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let running = WorldFolder.running(runtimeFolder: Environment["XDG_RUNTIME_DIR"], user: geteuid())
        if json {
            let encoder = ControlJSON.encoder
            encoder.outputFormatting.insert(.prettyPrinted)
            print(
                String(
                    decoding: try encoder.encode(running.map { Entry(name: $0.name, folder: $0.path) }), as: UTF8.self))
        } else if running.isEmpty {
            Report.line("no world runs")
        } else {
            let width = running.map(\.name.count).max() ?? 0
            for world in running {
                print(world.name + String(repeating: " ", count: width - world.name.count) + "  " + world.path)
            }
        }
    }

    private struct Entry: Encodable {
        let name: String
        let folder: String
    }
}
