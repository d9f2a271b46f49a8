import Glibc

/// The numbers of ttys that are unplugged and that somebody still has open.
///
/// usb-serial gives a number away only after the last descriptor is closed, so an adapter that is plugged in again too
/// early comes back under other names (linux, drivers/usb/serial/usb-serial.c, `usb_serial_port_release`).
struct HeldNumbers: Sendable, Hashable {
    /// By number, the device behind each tty that was unplugged.
    private var devices: [Int: UInt64] = [:]

    /// What tells a pty from all others that somebody has open; nil where there is none.
    static func device(of line: String) -> UInt64? {
        var status = stat()
        return stat(line, &status) == 0 ? UInt64(status.st_rdev) : nil
    }

    /// - Parameter device: of the line behind it.
    mutating func unplugged(_ number: Int, device: UInt64) { devices[number] = device }

    /// Forgets those that nobody has open any more. Must be asked before new ptys are made: they may get the devices of old.
    /// - Returns: the others.
    mutating func stillHeld() -> Set<Int> {
        guard !devices.isEmpty else { return [] }
        let open = Self.openDevices()
        devices = devices.filter { open.contains($0.value) }
        return Set(devices.keys)
    }

    /// Of all descriptors of all processes of the world. The world itself, pid 1, keeps none of what is unplugged.
    private static func openDevices() -> Set<UInt64> {
        var devices: Set<UInt64> = []
        for process in FileTree.names(in: "/proc") where Int(process) != nil {
            for descriptor in FileTree.names(in: "/proc/\(process)/fd") {
                var status = stat()
                guard stat("/proc/\(process)/fd/\(descriptor)", &status) == 0, status.st_mode & S_IFMT == S_IFCHR
                else { continue }
                devices.insert(UInt64(status.st_rdev))
            }
        }
        return devices
    }
}
