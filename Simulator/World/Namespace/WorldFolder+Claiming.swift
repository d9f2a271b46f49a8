import Glibc

/// Whose a world's folder is: of the process that has its lock, which ends with that process, however that may end.
extension WorldFolder {
    /// Makes the folder, readable by this user only, and takes its lock, which the process holds until it ends. What worlds
    /// that were killed have left behind, here and beside it, is cleared away.
    /// - Throws: `nameTaken` where a running world has it; `path` where worlds cannot be kept.
    public func claim() throws(WorldError) {
        try Self.makePrivate(parent)
        // One at a time: a world that is only just beginning is not to be taken for a dead one.
        let turn = try Self.turn(in: parent)
        defer { close(turn) }
        if isInPlaceOfWorlds { sweepBeside() }
        try Self.makePrivate(path)
        guard try lock(O_CREAT) != nil else { throw .nameTaken(name) }
        clear()
        guard mkdir(scratch, 0o755) == 0 else { throw .path(scratch, reason: SystemCall.reason()) }
    }

    /// Takes away the folders of worlds that were killed.
    private func sweepBeside() {
        for other in FileTree.names(in: parent) where other != name {
            let folder = WorldFolder(name: other, path: "\(parent)/\(other)")
            // What no world has made, or another user has, is left alone.
            guard FileTree.kind(of: folder.lockFile) == .file, FileTree.kind(of: folder.scratch) == .directory,
                let lock = try? folder.lock(0)
            else { continue }
            folder.remove()
            close(lock)
        }
    }

    /// Takes the lock for as long as the descriptor is open; nil where a process has it.
    private func lock(_ creation: Int32) throws(WorldError) -> Int32? {
        let lock = open(lockFile, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | creation, 0o600)
        guard lock >= 0 else { throw .path(lockFile, reason: SystemCall.reason()) }
        if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
        close(lock)
        return nil
    }

    /// Waits until no other world is beginning or being cleared away there; others wait until this is closed.
    private static func turn(in place: String) throws(WorldError) -> Int32 {
        let turn = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard turn >= 0 else { throw .path(place, reason: SystemCall.reason()) }
        while flock(turn, LOCK_EX) != 0 {
            guard errno == EINTR else {
                close(turn)
                throw .path(place, reason: SystemCall.reason())
            }
        }
        return turn
    }

    /// Somebody else's folder in /tmp could hand our socket to them.
    private static func makePrivate(_ path: String) throws(WorldError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .noPlace(path, reason: SystemCall.reason()) }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .noPlace(path, reason: SystemCall.reason()) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            throw .noPlace(path, reason: "it is not a folder of yours")
        }
    }
}
