internal import Glibc
public import SerialIO

/// Ports by a list that another program keeps, where udev cannot tell of them: a simulator on a machine that forbids
/// namespaces, or whoever has lines that are no USB adapters.
///
/// The list is a file of JSON Lines, one for each tty that is there (see ``DeviceList``). The kernel tells when it changes.
/// Whoever keeps it writes a new file beside it and renames that, so that nobody ever reads half of it; a line that is
/// appended counts as well, once it is whole. No file is no device.
public actor SimulatedSource: DeviceSource {
    /// Larger files are no lists.
    private static let sizeLimit = 1 << 20

    public nonisolated let warnings: [String]
    private nonisolated let reactor: Reactor
    private nonisolated let path: String
    private var watch: ListWatch
    private var state = State.new
    /// What was told last.
    private var present: [TTYDevice] = []
    private var problems: [String] = []
    /// Found out and not told yet.
    private var pending: [DeviceEvent] = []
    /// Whether ``next()`` is in a wait for news, or about to be.
    private var isWaiting = false

    /// `lost`: its folder is gone.
    private enum State { case new, following, lost, closed }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// Follows the list from now on. ``close()`` it before the last reference goes.
    ///
    /// - Throws: `list` where there is none yet.
    public init(list path: String, on reactor: Reactor) throws(DiscoveryError) {
        self.path = path
        self.reactor = reactor
        watch = try ListWatch(path)
        if access(path, R_OK) != 0 { throw .list(path: path, reason: DiscoveryError.text(errno)) }
        warnings = [
            "the ports come from the list of devices '\(path)' and not from udev: USB adapters that are plugged into this "
                + "machine are NOT noticed; start the service without a list to use them"
        ]
    }

    public func next() async throws(DiscoveryError) -> DeviceEvent? {
        if state == .new {
            do { try reactor.register(watch.raw) } catch { throw .cannotWatch(reason: "\(error)") }
            state = .following
            let list = read()
            present = list.devices
            note(list.problems)
            return .resync(present)
        }
        while state != .closed {
            if !pending.isEmpty { return pending.removeFirst() }
            // The list may be as it is for days; close() ends the wait.
            isWaiting = true
            let wakeup = await reactor.wait(for: .readable, on: watch.raw, until: nil)
            isWaiting = false
            if wakeup == .interrupted || state == .closed { return nil }
            let news = watch.take()
            if news.isLost, state == .following {
                state = .lost
                note([Self.lost(path)])
                follow(DeviceList([], file: path))
            } else if news.isChanged, state == .following {
                let list = read()
                // One that is being written anew in its place is empty for a moment.
                if !watch.isBeingWritten || !list.devices.isEmpty || !list.problems.isEmpty { follow(list) }
            }
        }
        return nil
    }

    public func close() async {
        guard state != .closed else { return }
        let wasListening = state != .new
        state = .closed
        // As in UdevSource: the wait may have been begun, or be about to.
        while isWaiting {
            reactor.interrupt(watch.raw)
            await Task.yield()
        }
        if wasListening { reactor.deregister(watch.raw) }
    }

    private func follow(_ list: DeviceList) {
        if state == .following { note(list.problems) }
        guard list.devices != present else { return }
        present = list.devices
        pending.append(.resync(present))
    }

    /// Tells of what is wrong now and was not before.
    private func note(_ problems: [String]) {
        pending += problems.filter { !self.problems.contains($0) }.map(DeviceEvent.warning)
        self.problems = problems
    }

    private static func lost(_ path: String) -> String {
        "the folder of the list of devices '\(path)' is gone, so no board will be noticed any more: restart the service"
    }
}

extension SimulatedSource {
    private func read() -> DeviceList {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return unreadable(DiscoveryError.text(errno)) }
        defer { Glibc.close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= Self.sizeLimit {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0 { return unreadable(DiscoveryError.text(errno)) }
            if count == 0 { return DeviceList(bytes, file: path, isWhole: !watch.isBeingWritten) }
            bytes += buffer[..<count]
        }
        return unreadable("it is larger than \(Self.sizeLimit) bytes")
    }

    private func unreadable(_ reason: String) -> DeviceList { DeviceList(unreadable: path, reason: reason) }
}
