internal import Glibc

/// The kernel's hub for devices that come over a stream (vhci-hcd), as sysfs shows it.
struct VirtualHub: Sendable {
    /// Of one of the hub's sockets.
    struct Row: Sendable, Hashable {
        /// Counted over all controllers.
        let socket: Int
        let isFree: Bool
        /// The device there as the kernel calls it: `3-1`; nil where there is none.
        let device: String?
    }
    private static let free = "004"

    let folder: String

    init(folder: String = "/sys/devices/platform/vhci_hcd.0") { self.folder = folder }

    var isThere: Bool { access("\(folder)/attach", F_OK) == 0 }

    /// The sockets for devices of USB 2 and before.
    func rows() -> [Row] {
        (["status"] + (1..<16).map { "status.\($0)" }).flatMap { Self.rows(of: Self.text("\(folder)/\($0)")) }
    }

    /// Reads a table of the kernel: `hs  0000 006 003 00010002 000003 3-1`.
    static func rows(of text: String) -> [Row] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count == 7, fields[0] == "hs", let socket = Int(fields[1]) else { return nil }
            return Row(
                socket: socket, isFree: fields[2] == free, device: fields[6] == "0-0" ? nil : String(fields[6]))
        }
    }

    /// Hands a stream to the kernel. - Returns: 0, or errno.
    func attach(_ stream: Int32, to socket: Int, device: Int, isHighSpeed: Bool) -> Int32 {
        let file = open("\(folder)/attach", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return errno }
        defer { close(file) }
        // The speeds as the kernel counts them: 2 full, 3 high.
        let text = Array("\(socket) \(stream) \(device) \(isHighSpeed ? 3 : 2)".utf8)
        return write(file, text, text.count) == text.count ? 0 : errno
    }

    /// The ttys of a device's interfaces, in order; nil for one that has none yet.
    static func ttys(of device: String, channels: Int) -> [String?] {
        (0..<channels).map { interface in
            names(in: "/sys/bus/usb/devices/\(device)/\(device):1.\(interface)").first { $0.hasPrefix("ttyUSB") }
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    private static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        // sysfs gives at most a page at once.
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = max(0, read(file, buffer.baseAddress, buffer.count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
