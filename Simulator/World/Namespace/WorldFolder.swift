import CLinux
import Glibc

/// Where a world keeps its control socket and lets the service inside keep its own: visible to both sides.
///
/// Sockets with a path cross network namespaces. The folder is never below /run, which a world may cover.
public struct WorldFolder: Sendable, Hashable {
    public let name: String
    public let path: String

    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    public var controlSocket: String { "\(path)/control.sock" }
    /// Where things are put together before they are mounted; empty on the host.
    public var scratch: String { "\(path)/root" }
    /// The list of devices, where no world can be made.
    public var deviceList: String { "\(path)/devices.jsonl" }
    /// What stands for /dev there.
    public var nodes: String { "\(path)/dev" }
    var lockFile: String { "\(path)/lock" }
    /// Had by the command, and by those that it starts, where these can outlive the world.
    var commandLock: String { "\(path)/command.lock" }

    /// `$XDG_RUNTIME_DIR/uutsim`; below /tmp where that is unset or below /run.
    public static func parent(runtimeFolder: String?, user: UInt32) -> String {
        if let runtimeFolder, runtimeFolder.hasPrefix("/"), !isBelowRun(runtimeFolder) {
            return "\(runtimeFolder)/uutsim"
        }
        return "/tmp/uutsim-\(user)"
    }

    private static func isBelowRun(_ path: String) -> Bool {
        ["/run", "/var/run"].contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// The folder of a world by its name or its path.
    public static func find(_ nameOrPath: String, runtimeFolder: String?, user: UInt32) -> WorldFolder {
        guard !nameOrPath.contains("/") else {
            let name = nameOrPath.split(separator: "/").last.map(String.init) ?? nameOrPath
            return WorldFolder(name: name, path: nameOrPath)
        }
        let parent = parent(runtimeFolder: runtimeFolder, user: user)
        return WorldFolder(name: nameOrPath, path: "\(parent)/\(nameOrPath)")
    }

    /// The worlds that run and are found by name, in the order of the alphabet.
    public static func running(runtimeFolder: String?, user: UInt32) -> [WorldFolder] {
        running(in: parent(runtimeFolder: runtimeFolder, user: user))
    }

    /// Those whose folders lie beside this one; none where that is no place for worlds: nobody knows who listens there.
    var runningBeside: [WorldFolder] {
        isInPlaceOfWorlds ? Self.running(in: parent) : []
    }

    var parent: String {
        (path.hasPrefix("/") ? "/" : "") + path.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// Whether nothing but worlds is to be expected beside it.
    var isInPlaceOfWorlds: Bool { parent.split(separator: "/").last.map { Self.isPlaceName(String($0)) } ?? false }

    /// What ``parent(runtimeFolder:user:)`` makes.
    private static func isPlaceName(_ name: String) -> Bool {
        name == "uutsim" || name.hasPrefix("uutsim-") && UInt32(name.dropFirst(7)) != nil
    }

    private static func running(in parent: String) -> [WorldFolder] {
        FileTree.names(in: parent).sorted().map { WorldFolder(name: $0, path: "\(parent)/\($0)") }.filter { folder in
            let descriptor = clinux_connect_path(folder.controlSocket, 1)
            if descriptor >= 0 { close(descriptor) }
            // One that is busy runs all the same.
            return descriptor >= 0 || errno == EAGAIN
        }
    }
}
