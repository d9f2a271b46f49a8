internal import CUdev
internal import Glibc

/// libudev itself: what is plugged in now.
struct UdevContext: ~Copyable {
    let handle: OpaquePointer

    init() throws(DiscoveryError) {
        guard let handle = udev_new() else { throw .unavailable(call: "udev_new", errno: errno) }
        self.handle = handle
    }
    deinit { udev_unref(handle) }

    /// nil where it has gone.
    func device(at syspath: String) -> UdevDevice? {
        udev_device_new_from_syspath(handle, syspath).map { UdevDevice(owning: $0) }
    }

    /// The syspaths of all ttys.
    func ttys() throws(DiscoveryError) -> [String] {
        guard let enumeration = udev_enumerate_new(handle) else {
            throw .unavailable(call: "udev_enumerate_new", errno: errno)
        }
        defer { udev_enumerate_unref(enumeration) }
        udev_enumerate_add_match_subsystem(enumeration, "tty")
        let status = udev_enumerate_scan_devices(enumeration)
        guard status >= 0 else { throw .unavailable(call: "udev_enumerate_scan_devices", errno: -status) }
        var found: [String] = []
        var entry = udev_enumerate_get_list_entry(enumeration)
        while let current = entry {
            if let name = udev_list_entry_get_name(current) { found.append(String(cString: name)) }
            entry = udev_list_entry_get_next(current)
        }
        return found
    }
}
