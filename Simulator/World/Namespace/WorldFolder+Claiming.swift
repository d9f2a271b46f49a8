import BoardModel
import CLinux
import Glibc
import RigModel

/// Whose a world's folder is: of the process that has its lock, which ends with that process, however that may end; and
/// of a command that outlives it, where nothing ends that.
extension WorldFolder {
    /// How long a beginning waits for others that begin or end beside it.
    public static let patience = Duration.seconds(10)

    /// Makes the folder, readable by this user only, and takes its lock, which the process holds until it ends. What worlds
    /// that were killed have left behind, here and beside it, is cleared away.
    /// - Throws: `nameTaken` where a running world has it, `nameKept` where the command of one that was killed has;
    ///   `badName` and `notAWorld` where it is no folder to be cleared; `path`, `noPlace` and `placeBusy` where worlds
    ///   cannot be kept.
    public func claim(within patience: Duration = patience) throws(WorldError) {
        // What is called `..` would be emptied as anything else.
        guard BoardID.isPlainName(name), path.split(separator: "/").last.map(String.init) == name else {
            throw .badName(name)
        }
        try Self.makePrivate(parent)
        // One at a time: a world that is only just beginning is not to be taken for a dead one.
        let turn = try turn(within: patience)
        defer { close(turn) }
        if isInPlaceOfWorlds { sweepBeside() }
        try Self.makePrivate(path)
        guard FileTree.names(in: path).isEmpty || hasLock else { throw .notAWorld(path) }
        guard let lock = try lock(lockFile, O_CREAT) else { throw .nameTaken(name) }
        guard !isKept else {
            close(lock)
            throw .nameKept(name)
        }
        clear()
        guard mkdir(scratch, 0o755) == 0 else { throw .path(scratch, reason: SystemCall.reason()) }
    }

    /// Has the folder stay for as long as this process lives, and whoever has its descriptors from it, even if the one
    /// that has claimed it is killed. For a process that is about to become the world's command.
    /// - Parameter claimer: the process that has claimed the folder, whose child this one is.
    /// - Throws: where that is gone already, and the folder may be another's.
    public func keep(for claimer: Int32) throws(WorldError) {
        guard let lock = try lock(commandLock, O_CREAT) else { throw .nameTaken(name) }
        guard getppid() == claimer else { throw .path(path, reason: "the uutsim that has made this world is gone") }
        // From here on it passes through exec, as it does through fork.
        guard fcntl(lock, F_SETFD, 0) == 0 else { throw .path(commandLock, reason: SystemCall.reason()) }
    }

    /// Takes the folder away; the lock ends with the process.
    /// - Parameter patience: for others that begin or end beside it: who begins finds it whole or not at all. One that holds
    ///   this up for longer is told of by the next beginning.
    public func remove(within patience: Duration = .seconds(2)) {
        let turn = try? turn(within: patience)
        removeInTurn()
        if let turn { close(turn) }
    }

    private func removeInTurn() {
        // Left where a world could not be furnished to its end; else there is nothing to detach.
        _ = clinux_world_detach(scratch)
        clear()
        // What would not go is known by its lock for a world's, and tried again.
        if FileTree.names(in: path) == ["lock"] { FileTree.remove(path) }
    }

    /// Takes all away but the lock; last the folder by which it is known that a world has made the rest.
    private func clear() {
        for name in FileTree.names(in: path) where name != "lock" && name != "root" {
            FileTree.remove("\(path)/\(name)")
        }
        FileTree.remove(scratch)
    }

    /// Takes away the folders of worlds that were killed.
    private func sweepBeside() {
        for other in FileTree.names(in: parent) where other != name {
            let folder = WorldFolder(name: other, path: "\(parent)/\(other)")
            guard folder.isWorlds, let lock = try? folder.lock(folder.lockFile, 0) else { continue }
            if !folder.isKept { folder.removeInTurn() }
            close(lock)
        }
    }

    /// Whether a world has made it, as far as it can be seen: what is anything else, or another user's, or a link, which
    /// leads nobody knows where, is left alone.
    private var isWorlds: Bool {
        guard Self.isOurs(path, S_IFDIR), hasLock else { return false }
        // Without `root` where it was killed in the midst of its claim.
        return Self.isOurs(scratch, S_IFDIR) || FileTree.names(in: path) == ["lock"]
    }
}
