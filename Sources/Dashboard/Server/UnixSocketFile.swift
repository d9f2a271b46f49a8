internal import FoundationEssentials
internal import Glibc

/// The file of a Unix socket: whether it may be replaced, and whose it is.
struct UnixSocketFile: Sendable, Hashable {
    let path: String
    /// Tells this very file from one that another service has put in its place.
    private let inode: UInt64

    /// The socket that lies at the path now; nil where nothing or something else does.
    init?(at path: String) {
        guard let attributes = Self.attributes(path), attributes[.type] as? FileAttributeType == .typeSocket,
            let inode = attributes[.systemFileNumber] as? UInt64
        else { return nil }
        (self.path, self.inode) = (path, inode)
    }

    /// Removes the file, if it still is this one.
    func remove() {
        if UnixSocketFile(at: path) == self { unlink(path) }
    }

    /// Makes room for a socket of ours: a stale one, left by a service that was killed, is removed.
    ///
    /// - Throws: `addressInUse` where a service answers there, `notASocket` where something else lies there.
    static func makeRoom(at path: String) throws(DashboardError) {
        guard attributes(path) != nil else { return }
        guard let file = UnixSocketFile(at: path) else { throw .notASocket(path: path) }
        if isListening(path) { throw .addressInUse("unix:\(path)") }
        file.remove()
    }

    /// Whether someone listens. A full queue of waiting connections means that someone does.
    private static func isListening(_ path: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: path.utf8.prefix(ListenAddress.longestPath))
        }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 || (errno != ECONNREFUSED && errno != ENOENT)
    }

    /// Of the file itself where it is a link; nil where there is none.
    private static func attributes(_ path: String) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: path)
    }
}
