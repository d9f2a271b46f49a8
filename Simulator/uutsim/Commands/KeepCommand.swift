import ArgumentParser
import Glibc
import World

/// What `uutsim world` starts in its command's place where nothing ends the command with the world: it has the folder stay
/// for the command, and becomes it.
struct KeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Run a command for which the folder of its world stays.",
        discussion: "Used by world where namespaces are forbidden.", shouldDisplay: false)
    @Argument(help: "The world's folder.") var folder: String
    @Argument(help: "The process that has claimed it.") var claimer: Int32
    @Argument(parsing: .postTerminator, help: "What to run, after --.") var command: [String] = []

    /// The arguments of a child of this process that becomes the command.
    static func arguments(keeping folder: WorldFolder, for command: [String]) -> [String] {
        [LaunchedCommand.ownProgram, "keep", folder.path, "\(getpid())", "--"] + command
    }

    func validate() throws {
        guard !command.isEmpty else { throw ValidationError("what to run is missing: put it after --") }
    }

    func run() throws {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        try WorldFolder(name: name, path: folder).keep(for: claimer)
        let arguments = command.map { strdup($0) } + [nil]
        if let program = arguments[0] { execvp(program, arguments) }
        throw WorldError.command(command[0], reason: String(cString: strerror(errno)))
    }
}
