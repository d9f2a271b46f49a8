internal import BoardModel
internal import CLinux
internal import Glibc
internal import RigModel
internal import SerialIO

/// One channel on a pty, from plug to unplug; closing the master is the unplugging.
///
/// The board holds the slave open too. So the master never reads EIO and epoll never spins on EPOLLHUP while no client
/// is there, it can be asked whether the client has read everything (FIONREAD), and a client's TIOCEXCL, which a pty
/// keeps until its master closes, can be undone when the client is gone. See ``look(_:)`` for who is there.
///
/// Used by its board alone, on the board's executor.
final class PTYPort {
    let path: String
    private let master: Descriptor
    /// The board's own. nil during a look, and after one where a client has claimed exclusive use within those
    /// microseconds: nobody can open that pty again, and once the client is gone the board moves to another.
    var slave: Descriptor?
    /// Of the slave's node, in the board's inotify.
    let watch: Int32
    /// Whether a client is known to have the port open.
    var isOccupied = false
    /// What the pty has not taken yet, which holds no more than a few KiB itself; what comes on top is lost.
    private var output = OutputQueue()

    /// What epoll watches the master for.
    private var watched = clinux_epoll_in

    var masterNumber: Int32 { master.raw }

    /// Opens the pty, raw before anybody can see it.
    init(board: String, channel: Channel, visits: Visits) throws(PTYBoardError) {
        func failure(_ call: String) -> PTYBoardError {
            .system(board: board, channel: channel, call: call, errno: errno)
        }
        var name = [CChar](repeating: 0, count: 64)
        let raw = clinux_pty_open(&name, name.count)
        guard raw >= 0 else { throw failure("posix_openpt") }
        let master = Descriptor(owning: raw)
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let rawSlave = clinux_open_line(path)
        guard rawSlave >= 0 else { throw failure("open \(path)") }
        let slave = Descriptor(owning: rawSlave)
        // After our own opening, which is not a client's.
        guard let watch = visits.watch(path) else { throw failure("inotify_add_watch") }
        self.path = path
        self.master = master
        self.slave = consume slave
        self.watch = watch
    }

    /// Forgets what no client has read.
    func discard() {
        output.removeAll()
        settle()
        if let raw = slave?.raw { _ = clinux_flush_input(raw) }
    }

    /// Lets whoever opens the port next send at once, though the last client had been stopped by XOFF: an adapter's line
    /// begins anew when it is opened, and a pty's does not, as the board keeps it open.
    func start() {
        guard let raw = slave?.raw else { return }
        // The kernel starts again only what has been stopped in this way too.
        _ = tcflow(raw, TCOOFF)
        _ = tcflow(raw, TCOON)
    }

    /// Opens the board's own slave; whether that succeeded, with errno.
    func openSlave() -> Bool {
        let raw = clinux_pty_open_peer(master.raw)
        guard raw >= 0 else { return false }
        slave = Descriptor(owning: raw)
        return true
    }

    var isExclusive: Bool {
        guard let raw = slave?.raw else { return false }
        return clinux_is_exclusive(raw) > 0
    }
    func setExclusive(_ on: Bool) {
        if let raw = slave?.raw { _ = clinux_exclusive(raw, on ? 1 : 0) }
    }

    /// The rate that the client has set; nil where it cannot be read.
    var baud: UInt32? {
        var settings = clinux_termios()
        return clinux_termios_get(master.raw, &settings) == 0 ? settings.output_speed : nil
    }

    /// What the client has sent, up to a few KiB; empty when there is nothing.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        max(0, Glibc.read(master.raw, buffer.baseAddress, buffer.count))
    }

    /// Sends, now or when there is room. Returns how many bytes were lost for want of it.
    func write(_ bytes: [UInt8]) -> Int {
        var rest = bytes[...]
        while !rest.isEmpty {
            let taken = output.append(rest)
            // The client may have made room.
            flush()
            if taken == 0 { break }
            rest = rest.dropFirst(taken)
        }
        return rest.count
    }

    /// How many bytes wait for the pty to take them.
    var waiting: Int { output.count }

    func flush() {
        while !output.isEmpty {
            // No pty takes as much at once.
            let count = output.prefix(65_536).withUnsafeBytes { Glibc.write(master.raw, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            output.removeFirst(count)
        }
    }

    /// Has epoll say when there is something to read, unless the board does not hear, and when there is room to write,
    /// while something waits for it.
    ///
    /// Without the board's own slave the master may hang up, which epoll is to say once and not for ever.
    /// - Returns: whether what is watched for from now on is there already. Epoll may not say so: the reactor's epoll watches
    ///   this one for news, and a change of what it watches for is none where it had something to say before.
    func watchRoom(in epoll: Int32, reading: Bool) -> Bool {
        let wanted =
            (reading ? clinux_epoll_in : 0) | (output.isEmpty ? 0 : clinux_epoll_out)
            | (slave == nil ? clinux_epoll_edge : 0)
        guard wanted != watched else { return false }
        let added = wanted & ~watched & (clinux_epoll_in | clinux_epoll_out)
        watched = wanted
        let status = clinux_epoll_change(epoll, master.raw, wanted)
        precondition(status == 0, "the master of \(path) is in no epoll")
        // The events of poll and epoll are the same bits.
        var ready = pollfd(fd: master.raw, events: Int16(added), revents: 0)
        return added != 0 && poll(&ready, 1, 0) > 0 && ready.revents & ready.events != 0
    }

    /// Whether the client has read all that was sent, or there is no client who could.
    var isDrained: Bool {
        guard isOccupied else { return true }
        guard output.isEmpty else { return false }
        guard let slave = slave?.raw else { return true }
        settle()
        var waiting: Int32 = 0
        return clinux_bytes_waiting(slave, &waiting) != 0 || waiting == 0
    }

    /// Lets what was written arrive. The kernel moves it to the slave from a work queue, and until then neither FIONREAD
    /// nor TCFLSH knows of it; poll waits for that work (linux/drivers/tty/n_tty.c, `n_tty_poll`).
    private func settle() {
        guard let raw = slave?.raw else { return }
        var arrived = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
        _ = poll(&arrived, 1, 0)
    }
}
