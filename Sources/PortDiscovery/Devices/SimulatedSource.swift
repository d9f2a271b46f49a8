public import SerialIO

/// Ports by a list that another program keeps, where udev cannot tell of them: a simulator on a machine that forbids
/// namespaces, or whoever has lines that are no USB adapters.
///
/// The list is a file of JSON Lines, one for each tty that is there (see ``DeviceList``). The kernel tells when it changes.
/// Whoever keeps it writes a new file beside it and renames that, so that nobody ever reads half of it; a line that is
/// appended counts as well, once it is whole. An empty list says that no device is there; one that cannot be read says
/// nothing, so the devices stay as it said last, and ``DeviceEvent/troubles(_:)`` tells of it until it can be read again.
public actor SimulatedSource: DeviceSource {
    public nonisolated let warnings: [String]
    private nonisolated let reactor: Reactor
    private nonisolated let file: ListFile
    private var watch: ListWatch
    private var state = State.new
    /// What was told last.
    private var present: [TTYDevice] = []
    private var troubles: [String] = []
    /// Found out and not told yet.
    private var pending: [DeviceEvent] = []
    /// Whether ``next()`` is in a wait for news, or about to be.
    private var isWaiting = false

    /// `lost`: its folder is gone.
    private enum State { case new, following, lost, closed }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// Follows the list from now on. ``close()`` it before the last reference goes.
    ///
    /// - Throws: `list` where there is none yet, or it cannot be read; `noList` where it is a symbolic link, a folder or
    ///   no file.
    public init(list path: String, on reactor: Reactor) throws(DiscoveryError) {
        file = ListFile(path: path)
        self.reactor = reactor
        // Before the first reading, so that nothing is missed between the two.
        watch = try ListWatch(path)
        do {
            let list = DeviceList(try file.read(), file: path)
            (present, troubles) = (list.devices, list.problems)
        } catch {
            if case .system = error { throw .list(path: path, reason: "\(error)") }
            throw .noList(path: path, reason: "\(error)")
        }
        warnings = [
            "the ports come from the list of devices '\(path)' and not from udev: USB adapters that are plugged into this "
                + "machine are NOT noticed; start the service without a list to use them"
        ]
    }

    public func next() async throws(DiscoveryError) -> DeviceEvent? {
        if state == .new {
            do { try reactor.register(watch.raw) } catch { throw .cannotWatch(reason: "\(error)") }
            state = .following
            if !troubles.isEmpty { pending.append(.troubles(troubles)) }
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
                note([unreadable("its folder is gone") + "; make the list again and restart the service"])
            } else if news.isChanged, state == .following {
                readAgain()
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

    private func readAgain() {
        do {
            let list = DeviceList(try file.read(), file: file.path, isWhole: !watch.isBeingWritten)
            // One that is being written anew in its place is empty for a moment.
            if watch.isBeingWritten, list == DeviceList([], file: file.path) { return }
            note(list.problems)
            guard list.devices != present else { return }
            present = list.devices
            pending.append(.resync(present))
        } catch {
            note([unreadable("\(error)") + " until it can be read again; an empty list says that no device is there"])
        }
    }

    /// Tells of what is wrong now, if that is anything else than before.
    private func note(_ now: [String]) {
        guard now != troubles else { return }
        troubles = now
        pending.append(.troubles(now))
    }

    private func unreadable(_ reason: String) -> String {
        "the list of devices '\(file.path)' cannot be read: \(reason); the ports are as it said last"
    }
}
