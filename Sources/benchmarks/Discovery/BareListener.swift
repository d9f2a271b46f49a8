internal import CFloor
internal import CLinux
internal import Dispatch
internal import Glibc

/// A thread that waits for udev's messages and does nothing but note when they come: what an event takes by itself.
final class BareListener: Sendable {
    private static let headerLength = 40
    private static let tty: [UInt8] = [0x8a, 0xfa, 0x90, 0xc8]
    private let descriptor: Int32

    /// Listens from now on, until the process ends.
    init(_ stamps: PlugStamps) throws {
        let descriptor = clinux_uevent_listen()
        guard descriptor >= 0 else { throw BenchmarkFailure(call: "listening to udev") }
        self.descriptor = descriptor
        DispatchQueue(label: "bare listener", qos: .userInteractive).async {
            var buffer = [UInt8](repeating: 0, count: 8192)
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                let time = cfloor_now()
                // The subsystem's hash, in the header (systemd, src/libsystemd/sd-device/device-monitor.c).
                guard count > Self.headerLength, buffer[24..<28].elementsEqual(Self.tty) else { continue }
                let fields = buffer[Self.headerLength..<count].split(separator: 0).map {
                    String(decoding: $0, as: UTF8.self)
                }
                guard fields.contains("ACTION=add"),
                    let name = fields.first(where: { $0.hasPrefix("DEVNAME=") })
                else { continue }
                stamps.heard(String(name.dropFirst("DEVNAME=".count)), at: time)
            }
        }
    }

    deinit { close(descriptor) }
}
