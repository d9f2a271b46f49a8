internal import CLinux
internal import Glibc
internal import SerialIO

extension PTYPort {
    /// Who has the port open, besides the board.
    enum Occupancy {
        /// Those whom the board knows of, or some of them.
        case same
        case nobody
        /// All have left, and another has come since.
        case others
    }

    /// Finds out who has the port open. Call it when somebody has closed it.
    ///
    /// The kernel keeps the count but tells only one thing of it: the master polls POLLHUP while nobody at all has the
    /// slave open. So the board gives its own slave up for a moment (to close, poll and open again took 10 µs), and
    /// its clients do not notice. What else there is to it, measured on Linux 6.18 as root and as uid 65534:
    /// - Inotify tells of open, open, close as one opening and one closing, so that its events cannot be counted.
    /// - Under TIOCEXCL a user cannot open the slave again, neither by path nor by TIOCGPTPEER (EBUSY), and TIOCNXCL on
    ///   the master does not help. So the exclusive use is lifted first, and claimed again where a client remains.
    ///   Users who wait for the port to be free would slip in and claim it in between: the node's permissions keep them
    ///   out (EACCES), which TIOCGPTPEER does not heed.
    ///
    /// To search /proc/<pid>/fd instead would not do: a user may not look into the programs of others there.
    func look(_ visits: Visits) -> Occupancy {
        let hadSlave = slave != nil
        let wasExclusive = isExclusive
        let permissions = wasExclusive ? bar() : nil
        if wasExclusive { setExclusive(false) }
        slave = nil
        // From here on what is told of this port is news, besides the one opening which is the board's own.
        _ = own(visits.take(), of: visits)
        let isEmpty = hasHungUp

        let isOpen = visits.countingOpenings(in: folder) { openSlave() }
        if isEmpty {
            discard()
            start()
        } else if wasExclusive {
            setExclusive(true)
        }
        if let permissions { chmod(path, permissions) }
        let news = own(visits.take(), of: visits)
        if let closing = news.last(where: { !$0.isOpening }) { visits.keep([closing]) }
        let hasNew = isOpen ? news.count(where: \.isOpening) > 1 : !hasHungUp

        guard isEmpty else { return .same }
        if hasNew { return .others }
        if !hadSlave { setExclusive(false) }
        return .nobody
    }

    /// Keeps users from opening the port, while exclusive use refuses those who are past the permissions already: their
    /// calls take microseconds, so they get some. (Without the pause a client that tried without end got in and locked
    /// the board out within 2000 rounds, and not in 80 000 with it.)
    ///
    /// Returns the permissions that it had; nil where they cannot be changed.
    private func bar() -> mode_t? {
        var status = stat()
        guard stat(path, &status) == 0, chmod(path, 0) == 0 else { return nil }
        usleep(20)
        return status.st_mode & 0o7777
    }

    /// Of some visits those of this port; the rest is put back.
    private func own(_ taken: [Visits.Visit], of visits: Visits) -> [Visits.Visit] {
        visits.keep(taken.filter { $0.watch != watch })
        return taken.filter { $0.watch == watch }
    }

    private var folder: String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }

    private var hasHungUp: Bool {
        var state = pollfd(fd: masterNumber, events: 0, revents: 0)
        return poll(&state, 1, 0) > 0 && state.revents & Int16(POLLHUP) != 0
    }
}
