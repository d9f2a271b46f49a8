internal import Glibc

/// Why ports cannot be discovered, or no longer.
public enum DiscoveryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// libudev refused a call at start.
    case unavailable(call: String, errno: Int32)
    /// udev's socket broke; nothing more will come from it.
    case monitorBroken(errno: Int32)
    /// The reactor cannot watch udev's socket.
    case cannotWatch(reason: String)
    /// The list of devices, which stands in for udev, cannot be followed.
    case list(path: String, reason: String)
    /// What is there in place of the list of devices is none.
    case noList(path: String, reason: String)

    public var description: String {
        switch self {
        case .unavailable(let call, let code):
            "cannot ask udev for serial ports: \(call): \(Self.text(code)); is libudev1 installed and /sys mounted?"
        case .monitorBroken(let code):
            "udev's socket failed: \(Self.text(code)); restart the service to notice boards again"
        case .cannotWatch(let reason): "cannot wait for udev's events: \(reason)"
        case .list(let path, let reason):
            "the list of devices '\(path)' cannot be followed: \(reason); whoever keeps it makes it first, empty where no "
                + "device is there"
        case .noList(let path, let reason): "'\(path)' is no list of devices that can be followed: \(reason)"
        }
    }

    static func text(_ code: Int32) -> String {
        // strerror(3) may share its buffer between threads.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let text = buffer.baseAddress, strerror_r(code, text, buffer.count) == 0 else {
                return "errno \(code)"
            }
            return "\(String(cString: text)) (errno \(code))"
        }
    }
}
