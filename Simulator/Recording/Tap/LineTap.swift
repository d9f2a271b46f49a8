internal import CLinux
internal import Glibc
internal import RigModel
public import SerialIO

/// Sits between a program, on a pseudo terminal, and a real port: passes bytes and line settings on, and writes down what passes and when.
///
/// The real port is open as long as a program has the terminal open, so that a board which its port's opening resets is reset as it would be.
/// What a program sets is set before its next bytes go out; what the port does not take, the terminal shows. A pseudo terminal has no modem lines
/// and hides parity and data bits: for those there is ``TapFrame``.
public actor LineTap {
    /// How often it is looked whether a program has come or gone, or has set the line: Linux tells of neither.
    private static let lookout = Duration.milliseconds(10)
    private static let readsPerTurn = 16

    /// The terminal's path, for the program to open.
    public nonisolated let path: String
    public nonisolated let port: String
    public nonisolated let reactor: Reactor
    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// What has passed so far.
    public private(set) var unit = RecordedUnit(channels: [.a: 9600])

    private let frame: TapFrame?
    private let report: @Sendable (String) -> Void
    private let start = ContinuousClock.now
    private let epoll: Descriptor
    private var terminal: TapEnd
    /// While a program is there.
    private var line: TapEnd?
    private var settings: TapSettings?
    private var hasToldOfLoss = false

    /// - Parameter report: is told in a sentence what goes wrong with the lines. It must not wait.
    public init(
        port: String, frame: TapFrame?, reactor: Reactor, report: @escaping @Sendable (String) -> Void
    ) throws(RecordingError) {
        self.port = port
        self.frame = frame
        self.reactor = reactor
        self.report = report
        var status = stat()
        guard stat(port, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else {
            throw .line(path: port, doing: "finding the port", reason: "there is no such serial port; see ls /dev/tty*")
        }
        if TTYDrivers.installed()?.own(status.st_rdev) == false {
            throw .line(path: port, doing: "finding the port", reason: "this is no serial port; see ls /dev/tty*")
        }
        var name = [CChar](repeating: 0, count: 64)
        let master = clinux_pty_open(&name, name.count)
        guard master >= 0 else { throw Self.failure(port, "opening a pseudo terminal") }
        terminal = TapEnd(Descriptor(owning: master))
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let epoll = clinux_epoll_create()
        guard epoll >= 0 else { throw Self.failure(port, "epoll_create1") }
        self.epoll = Descriptor(owning: epoll)
        guard clinux_epoll_add(epoll, master, clinux_epoll_in | clinux_epoll_edge) == 0 else {
            throw Self.failure(port, "epoll_ctl")
        }
        // From now on the master says whether a program has the terminal open: it hangs up while none has.
        Self.emptyTerminal(master)
    }

    /// Passes on what comes until the task is cancelled.
    ///
    /// - Throws: where the port cannot be opened, or is gone; what has passed until then is kept.
    public func run() async throws(RecordingError) {
        do { try reactor.register(epoll.raw) } catch { throw .line(path: port, doing: "waiting", reason: "\(error)") }
        defer { reactor.deregister(epoll.raw) }
        while !Task.isCancelled {
            try lookAtProgram()
            try pass()
            terminal.watchRoom(in: epoll.raw)
            line?.watchRoom(in: epoll.raw)
            let wakeup = await reactor.wait(for: .readable, on: epoll.raw, until: .now + Self.lookout)
            if wakeup == .interrupted { break }
        }
        try pass()
        if line != nil { leave() }
    }

    private func pass() throws(RecordingError) {
        guard line != nil else { return }
        line?.flush()
        terminal.flush()
        for _ in 0..<Self.readsPerTurn {
            guard case .bytes(let bytes) = terminal.read() else { break }
            try takeSettings()
            note(.sent(bytes))
            tell(of: line?.write(bytes) ?? 0)
        }
        for _ in 0..<Self.readsPerTurn {
            let reading = line?.read() ?? .nothing
            switch reading {
            case .nothing: return
            case .hungUp:
                leave()
                throw .line(path: port, doing: "reading", reason: "the port is gone; plug it in and start again")
            case .bytes(let bytes):
                note(.said(bytes))
                tell(of: terminal.write(bytes))
            }
        }
    }

    // MARK: - Coming and going

    private func lookAtProgram() throws(RecordingError) {
        var state = pollfd(fd: terminal.raw, events: 0, revents: 0)
        let isThere = poll(&state, 1, 0) == 0 || state.revents & Int16(POLLHUP) == 0
        if isThere, line == nil {
            try come()
        } else if !isThere, line != nil {
            try pass()
            if line?.isDrained == true { leave() }
        }
        if line != nil { try takeSettings() }
    }

    private func come() throws(RecordingError) {
        let raw = clinux_open_line(port)
        guard raw >= 0 else { throw Self.failure(port, "opening the port") }
        let descriptor = Descriptor(owning: raw)
        guard isatty(raw) == 1 else {
            throw .line(path: port, doing: "opening the port", reason: "this is no serial port")
        }
        guard flock(raw, LOCK_EX | LOCK_NB) == 0, clinux_exclusive(raw, 1) == 0 else {
            throw .line(path: port, doing: "opening the port", reason: "another program uses it; end that first")
        }
        guard clinux_epoll_add(epoll.raw, raw, clinux_epoll_in | clinux_epoll_edge) == 0 else {
            throw Self.failure(port, "epoll_ctl")
        }
        line = TapEnd(descriptor)
        settings = nil
        note(.opened)
    }

    private func leave() {
        if let raw = line?.raw { _ = clinux_exclusive(raw, 0) }
        line = nil
        terminal.discard()
        Self.emptyTerminal(terminal.raw)
        note(.closed)
    }

    // MARK: - Settings

    /// Sets the port as the program has set its terminal, where that has changed.
    private func takeSettings() throws(RecordingError) {
        guard let wanted = TapSettings(of: terminal.raw), wanted != settings, wanted.baud > 0, let raw = line?.raw
        else { return }
        guard wanted.set(raw, frame: frame), let actual = TapSettings(of: raw) else {
            throw Self.failure(port, "setting the port to \(wanted.baud) baud")
        }
        settings = wanted
        unit.channels[.a] = wanted.baud
        guard !wanted.isTaken(as: actual, frame: frame) else { return }
        report("\(port) did not take what the program has set (\(wanted)); it is \(actual)")
        actual.show(terminal.raw)
        settings = actual
    }

    // MARK: - Notes

    private func note(_ kind: TrafficEvent.Kind) {
        unit.append(TrafficEvent(at: start.duration(to: .now), on: .a, kind))
    }

    private func tell(of lost: Int) {
        guard lost > 0, !hasToldOfLoss else { return }
        hasToldOfLoss = true
        report("\(port): as much waits to be read as is kept; what comes on top of it is recorded, and not passed on")
    }

    /// Opens and closes a terminal that no program has open, so that the next finds nothing in it.
    private static func emptyTerminal(_ master: Int32) {
        let raw = clinux_pty_open_peer(master)
        guard raw >= 0 else { return }
        let slave = Descriptor(owning: raw)
        _ = clinux_flush_input(slave.raw)
    }

    private static func failure(_ path: String, _ doing: String) -> RecordingError {
        .line(path: path, doing: doing, reason: String(cString: strerror(errno)))
    }
}
