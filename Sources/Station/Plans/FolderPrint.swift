import Glibc

/// What a folder looks like from outside: enough to see that something in it has changed, without reading it.
struct FolderPrint: Sendable, Hashable {
    /// One file or folder among all of a machine.
    struct Identity: Sendable, Hashable {
        let device: UInt64
        let node: UInt64
    }
    struct File: Sendable, Hashable {
        let identity: Identity
        let size: Int64
        let modified: Int64
        let changed: Int64
    }

    let folder: Identity
    /// By name; links are followed, hidden files left out.
    private(set) var files: [String: File] = [:]

    /// nil where the folder is not there or cannot be read.
    init?(of path: String) {
        guard let status = Self.status(of: path), let stream = opendir(path) else { return nil }
        defer { closedir(stream) }
        folder = Self.identity(status)
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix("."), let status = Self.status(of: "\(path)/\(name)") else { continue }
            files[name] = File(
                identity: Self.identity(status), size: Int64(status.st_size),
                modified: Self.nanoseconds(status.st_mtim), changed: Self.nanoseconds(status.st_ctim))
        }
    }

    /// Without those files: they are being written.
    func leaving(_ names: Set<String>) -> FolderPrint {
        var print = self
        for name in names { print.files[name] = nil }
        return print
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
    private static func identity(_ status: stat) -> Identity {
        Identity(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
    }
    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
