internal import CUdev
internal import Glibc

/// udev's news of ttys, as they are after its rules have run. It listens from the moment it is made.
struct UdevMonitor: ~Copyable {
    enum News {
        case device(UdevDevice)
        /// Nothing more for now.
        case nothing
        /// The socket's buffer was full: news were lost.
        case lost
        /// A message that libudev could not read, or a socket that is broken.
        case unreadable(errno: Int32)
    }

    private let handle: OpaquePointer
    /// Readable when there is news. Owned by the monitor.
    let fd: Int32

    init(_ udev: borrowing UdevContext) throws(DiscoveryError) {
        // Not the group "kernel": there a device is told before its permissions are set.
        guard let handle = udev_monitor_new_from_netlink(udev.handle, "udev") else {
            throw .unavailable(call: "udev_monitor_new_from_netlink", errno: errno)
        }
        var status = udev_monitor_filter_add_match_subsystem_devtype(handle, "tty", nil)
        if status >= 0 { status = udev_monitor_enable_receiving(handle) }
        guard status >= 0 else {
            udev_monitor_unref(handle)
            throw .unavailable(call: "udev_monitor_enable_receiving", errno: -status)
        }
        self.handle = handle
        fd = udev_monitor_get_fd(handle)
    }
    deinit { udev_monitor_unref(handle) }

    /// Does not wait.
    func receive() -> News {
        if let device = udev_monitor_receive_device(handle) { return .device(UdevDevice(owning: device)) }
        // No device is no error: other subsystems' messages wake the socket too.
        switch errno {
        case EAGAIN, EINTR: return .nothing
        case ENOBUFS: return .lost
        case let code: return .unreadable(errno: code)
        }
    }
}
