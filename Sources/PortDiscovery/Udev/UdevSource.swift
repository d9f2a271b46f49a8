internal import Glibc
public import SerialIO

/// The ports of this machine, by libudev. It lives on a reactor, which watches udev's socket.
///
/// The monitor listens before the first enumeration, so nothing is missed between the two; what both tell, ``PortRegistry`` takes once.
public actor UdevSource: DeviceSource {
    /// Without it libudev makes a monitor that hears nothing, and says nothing about it
    /// (systemd, src/libsystemd/sd-device/device-monitor.c, `device_monitor_new_full`).
    private static let controlSocket = "/run/udev/control"
    /// How many devices are read before the other lines of the reactor have their turn.
    private static let batch = 8
    /// Unreadable messages in a row after which the socket counts as broken.
    private static let patience = 1000

    public nonisolated let warnings: [String]
    private nonisolated let reactor: Reactor
    private let filter: DeviceFilter
    private let udev: UdevContext
    private let monitor: UdevMonitor
    private var state = State.new
    /// Whether ``next()`` is in a wait for the socket, or about to be.
    private var isWaiting = false

    /// `behind`: events were lost, and what is there has not been read since.
    private enum State { case new, listening, behind, closed }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// Listens from now on. ``close()`` it before the last reference goes.
    public init(on reactor: Reactor, filter: DeviceFilter = DeviceFilter()) throws(DiscoveryError) {
        self.reactor = reactor
        self.filter = filter
        udev = try UdevContext()
        monitor = try UdevMonitor(udev)
        warnings = access(Self.controlSocket, F_OK) == 0 ? [] : [Self.deafness]
    }

    private static let deafness = """
        \(controlSocket) is missing, so boards that are plugged in from now on will NOT be noticed: start \
        systemd-udevd; in a container, use the host's network and mount /run/udev read-only
        """

    public func next() async throws(DiscoveryError) -> DeviceEvent? {
        if state == .new {
            do { try reactor.register(monitor.fd) } catch { throw .cannotWatch(reason: "\(error)") }
            state = .listening
            return try await resync()
        }
        if state == .behind {
            state = .listening
            return try await resync()
        }
        var unreadable = 0
        var foreign = 0
        while state == .listening {
            switch monitor.receive() {
            case .device(let device):
                unreadable = 0
                if let event = event(of: device) { return event }
                foreign += 1
                if foreign % Self.batch == 0 { await reactor.yield() }
            case .nothing:
                // udev may be silent for days; close() ends the wait.
                isWaiting = true
                let wakeup = await reactor.wait(for: .readable, on: monitor.fd, until: nil)
                isWaiting = false
                // Closed, or the reactor is shutting down and would answer so for ever.
                if wakeup == .interrupted { return nil }
            case .lost:
                state = .behind
                return .overflowed
            case .unreadable(let code):
                unreadable += 1
                if unreadable > Self.patience { throw .monitorBroken(errno: code) }
            }
        }
        return nil
    }

    public func close() async {
        guard state != .closed else { return }
        let wasListening = state != .new
        state = .closed
        // The runtime may suspend a call before it has begun, so the wait need not have begun either; then it would miss this.
        while isWaiting {
            reactor.interrupt(monitor.fd)
            await Task.yield()
        }
        if wasListening { reactor.deregister(monitor.fd) }
    }

    private func event(of device: UdevDevice) -> DeviceEvent? {
        guard let syspath = device.syspath, USBLocation(syspath: syspath) != nil else { return nil }
        // By now its parents are gone or belong to another: the path is all that counts.
        if device.action == "remove" { return .removed(syspath: syspath) }
        if let tty = TTYDevice(device, in: udev), filter.admits(tty) { return .added(tty) }
        // Whatever was there before is not there now.
        return .removed(syspath: syspath)
    }

    /// Reads all that is there now.
    private func resync() async throws(DiscoveryError) -> DeviceEvent? {
        try await forgetBacklog()
        var present: [TTYDevice] = []
        for (index, syspath) in try udev.ttys().filter({ USBLocation(syspath: $0) != nil }).enumerated() {
            if index % Self.batch == Self.batch - 1 { await reactor.yield() }
            if let device = udev.device(at: syspath), let tty = TTYDevice(device, in: udev), filter.admits(tty) {
                present.append(tty)
            }
        }
        return state == .closed ? nil : .resync(present)
    }

    /// Drops what was told before the enumeration. When the buffer overflows it is the newest that are lost, so an old
    /// "add" may be left whose "remove" will never come.
    private func forgetBacklog() async throws(DiscoveryError) {
        var count = 0
        var unreadable = 0
        while true {
            switch monitor.receive() {
            case .nothing: return
            case .device, .lost: unreadable = 0
            case .unreadable(let code):
                unreadable += 1
                if unreadable > Self.patience { throw .monitorBroken(errno: code) }
            }
            count += 1
            if count % Self.batch == 0 { await reactor.yield() }
        }
    }
}
