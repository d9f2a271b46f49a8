public import RigModel
internal import Threads

/// One serial line that is open, and the only way to use it.
///
/// It runs on its reactor: an exchange costs no change of thread for a caller that runs there too. Exchanges take turns, first come, first served.
/// The first sign that the adapter is gone closes the descriptor at once, whether anybody uses the line or not: as long as it is open, Linux keeps
/// the name, and the adapter would come back under another one.
public actor SerialPort {
    public nonisolated let path: String
    public nonisolated let settings: LineSettings
    public nonisolated let reactor: Reactor

    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// What the driver could not do though it was asked, and can be done without: one sentence each.
    public internal(set) var notes: [String]
    /// Why the line is not open any more; nil while it is.
    public internal(set) var ended: SerialError?

    /// Closes a descriptor that was given up; may wait for the driver.
    var closing: @Sendable (Int32) -> Void = { _ = Descriptor(owning: $0) }

    let fd: Int32
    var descriptor: Descriptor?
    var turns = TurnQueue()
    /// Somebody has interrupted the exchange that has the turn.
    var isInterrupted = false
    /// The last read filled the buffer: read again before waiting, since epoll tells of new bytes only.
    var mayHaveMore = false
    /// As much as the kernel's line discipline holds.
    var buffer = [UInt8](repeating: 0, count: 4096)

    init(path: String, settings: LineSettings, reactor: Reactor, line: LineOpener.Line) {
        self.path = path
        self.settings = settings
        self.reactor = reactor
        notes = line.notes
        fd = line.fd
        descriptor = Descriptor(owning: line.fd)
    }

    isolated deinit {
        guard let descriptor = descriptor.take() else { return }
        reactor.deregister(fd)
        // Closing may wait for the hardware, so not here.
        let raw = descriptor.release()
        BlockingThreads.run { _ = Descriptor(owning: raw) }
    }

    /// Opens a line for this process alone and sets it; each setting is read back.
    ///
    /// A node that is not there yet, or not yet ours to open, is tried again for half a second: udev may still be at work on it. A driver that has
    /// not answered after five seconds is given up.
    public static func open(
        _ path: String, settings: LineSettings = LineSettings(), on reactor: Reactor
    ) async throws(SerialError) -> SerialPort {
        let line = try await LineOpening(on: reactor).open(LineOpener(path: path, settings: settings))
        let port = SerialPort(path: path, settings: settings, reactor: reactor, line: line)
        try await port.watch()
        return port
    }

    private func watch() throws(SerialError) {
        do {
            try reactor.register(fd) { [weak self] in
                // On the reactor's thread, which is this actor's executor.
                self?.assumeIsolated { $0.hangUp() }
            }
        } catch {
            descriptor = nil
            ended = .notWatched(path: path, error)
            throw .notWatched(path: path, error)
        }
    }
}
