import CLinux
import Glibc

/// The world's one sender of udev events. Must be made inside the world's network namespace.
struct UeventSocket: ~Copyable {
    private let descriptor: Int32
    private var sequence: UInt64 = 1_000
    private var gate = EventGate()

    private let tap: (@Sendable (UdevMessage) -> Void)?

    /// - Parameter tap: is told of each event just before it is sent. It must not wait.
    init(tap: (@Sendable (UdevMessage) -> Void)? = nil) throws(WorldError) {
        self.tap = tap
        descriptor = clinux_uevent_open()
        guard descriptor >= 0 else { throw .failed(step: "opening a netlink socket", reason: SystemCall.reason()) }
    }
    deinit { close(descriptor) }

    /// Lets an event happen. Whoever listens hears of it as the gate has it; to have no listener is no error.
    mutating func send(_ message: UdevMessage) throws(WorldError) {
        for message in gate.pass(message) { try transmit(message) }
    }

    /// Says what becomes of events from now on.
    mutating func turn(to mode: EventGate.Mode) throws(WorldError) {
        for message in gate.turn(to: mode) { try transmit(message) }
    }

    /// Sends news of a console that nobody asked for until a listener's buffer is full and Linux drops some.
    /// - Returns: how many it took.
    @discardableResult mutating func flood() throws(WorldError) -> Int {
        let noise = UdevMessage(
            action: .change, devicePath: "/devices/virtual/tty/tty0", subsystem: "tty",
            properties: [
                Property("MAJOR", "4"), Property("MINOR", "0"), Property("DEVNAME", "/dev/tty0"),
                // Few and large: from a half-full buffer on, Linux gives the processor away after each message
                // (af_netlink.c, netlink_broadcast_filtered), which on a busy machine is a time slice of everybody else's.
                Property("NOISE", String(repeating: "x", count: 6_000)),
            ])
        let before = try NetlinkDrops.now()
        for count in 1...Self.mostNoise {
            try transmit(noise)
            if count % 32 == 0, try NetlinkDrops.now() > before { return count }
        }
        throw .request("nobody's buffer was full after \(Self.mostNoise) events: is anybody listening, and held back?")
    }

    /// More than the 128 MiB hold that libudev gives its listeners where it may, and over in a second or two.
    private static let mostNoise = 40_000

    private mutating func transmit(_ message: UdevMessage) throws(WorldError) {
        sequence += 1
        let bytes = message.bytes(sequence: sequence)
        tap?(message)
        guard bytes.count <= UdevMessage.limit, clinux_uevent_send(descriptor, bytes, bytes.count) == 0 else {
            throw .failed(
                step: "sending the event of \(message.devicePath)",
                reason: bytes.count > UdevMessage.limit ? "longer than 8 KiB" : SystemCall.reason())
        }
    }
}
