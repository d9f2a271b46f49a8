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
    /// slave open. So the board gives its own slave up for a moment, 11 µs with all that belongs to it (Linux 6.18), and
    /// no client notices. What makes it more than three calls, each fact measured as root and as uid 65534:
    /// - Inotify tells of open, open, close as one opening and one closing, so that its events cannot be counted.
    /// - A slave under TIOCEXCL is not to be opened again by a user, by path or by TIOCGPTPEER (EBUSY), and TIOCNXCL on
    ///   the master does not undo it. So it is lifted first, and set again where a client remains.
    /// - /proc/<pid>/fd shows a user neither root's programs nor those of another container.
    func look(_ visits: Visits) -> Occupancy {
        let hadSlave = slave != nil
        let wasExclusive = isExclusive
        if wasExclusive { setExclusive(false) }
        slave = nil
        // From here on what is told of this port is news, besides the one opening which is the board's own.
        _ = own(visits.take(), of: visits)
        let isEmpty = hasHungUp

        let isOpen = visits.countingOpenings(in: folder) { openSlave() }
        if isEmpty { discard() }
        let news = own(visits.take(), of: visits)
        if let closing = news.last(where: { !$0.isOpening }) { visits.keep([closing]) }
        let hasNew = isOpen ? news.count(where: \.isOpening) > 1 : !hasHungUp

        switch (isEmpty, hasNew) {
        case (false, _):
            if wasExclusive { setExclusive(true) }
            return .same
        case (true, false):
            if !hadSlave { setExclusive(false) }
            return .nobody
        case (true, true):
            return .others
        }
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
