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
    private var lockFile: String { "\(path)/lock" }

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
        let parts = path.split(separator: "/").map(String.init)
        guard let place = parts.dropLast().last, Self.isPlaceName(place) else { return [] }
        return Self.running(in: (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/"))
    }

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

    /// Makes the folder, readable by this user only, and takes its lock, which the process holds until it ends. What a
    /// world that was killed left behind is cleared away.
    /// - Throws: `nameTaken` where a running world has it.
    public func claim() throws(WorldError) {
        let parent = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        try Self.makePrivate(parent)
        try Self.makePrivate(path)
        let lock = open(lockFile, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .path(lockFile, reason: SystemCall.reason()) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .nameTaken(name)
        }
        for leftover in FileTree.names(in: path) where leftover != "lock" { FileTree.remove("\(path)/\(leftover)") }
        guard mkdir(scratch, 0o755) == 0 else { throw .path(scratch, reason: SystemCall.reason()) }
    }

    /// Takes the folder away; the lock ends with the process.
    public func remove() {
        // Left where a world could not be furnished to its end; else there is nothing to detach.
        _ = clinux_world_detach(scratch)
        for name in FileTree.names(in: path) where name != "lock" { FileTree.remove("\(path)/\(name)") }
        FileTree.remove(path)
    }

    /// Somebody else's folder in /tmp could hand our socket to them.
    private static func makePrivate(_ path: String) throws(WorldError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .path(path, reason: SystemCall.reason()) }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .path(path, reason: SystemCall.reason()) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            throw .path(path, reason: "is not a folder of yours")
        }
    }
}
