/// What udevd keeps of a device in `/run/udev/data/<id>` (systemd, src/libsystemd/sd-device/device-private.c,
/// `device_update_db`).
struct UdevRecord: Sendable, Hashable {
    /// `c188:0` for a character device.
    let id: String
    /// Monotonic microseconds when the rules were done.
    let initialized: UInt64
    /// Below /dev.
    let links: [String]
    let properties: [Property]
    let tags: [String]

    var text: String {
        var lines = links.map { "S:\($0)" }
        lines.append("I:\(initialized)")
        lines += properties.map { "E:\($0)" }
        lines += tags.map { "G:\($0)" }
        lines += tags.map { "Q:\($0)" }
        lines.append("V:1")
        return lines.joined(separator: "\n") + "\n"
    }
}
