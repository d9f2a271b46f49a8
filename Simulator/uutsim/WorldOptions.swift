import ArgumentParser
import FoundationEssentials
import Glibc
import World

/// Which world a command is for, and how it prints.
struct WorldOptions: ParsableArguments {
    private static let variable = "UUTSIM_WORLD"

    @Option(help: "The world's name or folder; inside a world, that world.")
    var world: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// Asks the world and prints the boards of its reply.
    func ask(_ request: ControlRequest) throws {
        let reply = try reply(to: request)
        if let note = reply.note { Report.line(note) }
        if let scripts = reply.scripts, !scripts.isEmpty {
            let here = world.map { " --world \(ShellWord.quoted($0))" } ?? ""
            Report.line("happening now: \(scripts.joined(separator: ", ")); end it with uutsim script --stop\(here)")
        }
        if json {
            let encoder = ControlJSON.encoder
            encoder.outputFormatting.insert(.prettyPrinted)
            print(String(decoding: try encoder.encode(reply), as: UTF8.self))
        } else {
            print(BoardTable(boards: reply.boards ?? []).text)
        }
    }

    private func reply(to request: ControlRequest) throws -> ControlReply {
        if let world, !world.isEmpty {
            do { return try ControlClient(folder(world)).ask(request) } catch {
                // Nobody knows what is beside a folder that was given; by name there may be worlds all the same.
                guard case .noWorld(_, running: []) = error, world.contains("/") else { throw error }
                throw WorldError.noWorld(world, running: running)
            }
        }
        guard world == nil, let value = Environment[Self.variable], !value.isEmpty else {
            let others = running.isEmpty ? "none runs now" : "there are \(running.joined(separator: ", "))"
            throw ValidationError("which world? Give --world NAME, as uutsim world --name NAME was started; \(others)")
        }
        do { return try ControlClient(folder(value)).ask(request) } catch {
            // Nobody has written this name now: it is told where it comes from.
            guard case .noWorld = error else { throw error }
            throw WorldError.strayVariable(value, running: running)
        }
    }

    /// The names of the worlds that run.
    private var running: [String] {
        WorldFolder.running(runtimeFolder: Environment["XDG_RUNTIME_DIR"], user: geteuid()).map(\.name)
    }

    private func folder(_ name: String) -> WorldFolder {
        WorldFolder.find(name, runtimeFolder: Environment["XDG_RUNTIME_DIR"], user: geteuid())
    }
}
