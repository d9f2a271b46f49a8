import CLinux
import Glibc

/// The world's one sender of udev events. Must be made inside the world's network namespace.
struct UeventSocket: ~Copyable {
    private let descriptor: Int32
    private var sequence: UInt64 = 1_000

    init() throws(WorldError) {
        descriptor = clinux_uevent_open()
        guard descriptor >= 0 else { throw .failed(step: "opening a netlink socket", reason: SystemCall.reason()) }
    }
    deinit { close(descriptor) }

    /// Sends to whoever listens; to have no listener is no error.
    mutating func send(_ message: UdevMessage) throws(WorldError) {
        sequence += 1
        let bytes = message.bytes(sequence: sequence)
        guard bytes.count <= UdevMessage.limit, clinux_uevent_send(descriptor, bytes, bytes.count) == 0 else {
            throw .failed(
                step: "sending the event of \(message.devicePath)",
                reason: bytes.count > UdevMessage.limit ? "longer than 8 KiB" : SystemCall.reason())
        }
    }
}
