import Glibc

/// Locks on files and folders, which end with whoever has the descriptor.
extension WorldFolder {
    /// Whether there is a lock's file, of this user.
    var hasLock: Bool { Self.isOurs(lockFile, S_IFREG) }

    /// Whether the command of a world has the folder still.
    var isKept: Bool {
        guard FileTree.exists(commandLock) else { return false }
        // What cannot be told is not cleared away.
        guard let lock = try? lock(commandLock, 0) else { return true }
        close(lock)
        return false
    }

    /// Takes a lock for as long as the descriptor is open; nil where a process has it.
    func lock(_ path: String, _ creation: Int32) throws(WorldError) -> Int32? {
        // A FIFO must not have us wait for its reader.
        let lock = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | creation, 0o600)
        guard lock >= 0 else { throw .path(path, reason: SystemCall.reason()) }
        var status = stat()
        guard fstat(lock, &status) == 0, Self.isOurs(status, S_IFREG) else {
            close(lock)
            throw .path(path, reason: "it is not a file of yours")
        }
        if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
        close(lock)
        return nil
    }

    /// Waits until no other world is beginning or being cleared away beside this one; others wait until it is closed.
    func turn(within patience: Duration) throws(WorldError) -> Int32 {
        let deadline = ContinuousClock.now + patience
        let turn = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard turn >= 0 else { throw .path(parent, reason: SystemCall.reason()) }
        while flock(turn, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            if reason == EWOULDBLOCK, ContinuousClock.now < deadline {
                usleep(5_000)
            } else if reason != EINTR {
                close(turn)
                throw reason == EWOULDBLOCK ? .placeBusy(parent) : .path(parent, reason: SystemCall.reason(reason))
            }
        }
        return turn
    }

    /// Somebody else's folder in /tmp could hand our socket to them.
    static func makePrivate(_ path: String) throws(WorldError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .noPlace(path, reason: SystemCall.reason()) }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .noPlace(path, reason: SystemCall.reason()) }
        guard isOurs(status, S_IFDIR) else { throw .noPlace(path, reason: "it is not a folder of yours") }
    }

    /// Whether at a path is something of this user, and of this type; a link is what it is.
    static func isOurs(_ path: String, _ type: mode_t) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && isOurs(status, type)
    }

    private static func isOurs(_ status: stat, _ type: mode_t) -> Bool {
        status.st_mode & S_IFMT == type && status.st_uid == geteuid()
    }
}
