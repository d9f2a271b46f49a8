import Glibc

/// What a folder looks like from outside, with the folders in it: enough to see that something there has changed, without
/// reading it. A plan's steps send files of folders beside it.
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
    /// By path within the folder; links are followed, hidden files left out.
    private(set) var files: [String: File] = [:]

    /// Who names a folder of folders without end by mistake is not to have all of it looked through every second.
    private static let mostFiles = 4_096
    private static let deepest = 8

    /// nil where the folder is not there or cannot be read.
    init?(of path: String) {
        guard let status = Self.status(of: path) else { return nil }
        folder = Self.identity(status)
        guard look(into: path, as: "", depth: 1) else { return nil }
    }

    /// - Returns: false where the folder cannot be read.
    private mutating func look(into path: String, as prefix: String, depth: Int) -> Bool {
        guard let stream = opendir(path) else { return false }
        defer { closedir(stream) }
        while let entry = readdir(stream), files.count < Self.mostFiles {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix("."), let status = Self.status(of: "\(path)/\(name)") else { continue }
            files[prefix + name] = File(
                identity: Self.identity(status), size: Int64(status.st_size),
                modified: Self.nanoseconds(status.st_mtim), changed: Self.nanoseconds(status.st_ctim))
            if status.st_mode & S_IFMT == S_IFDIR, depth < Self.deepest {
                _ = look(into: "\(path)/\(name)", as: "\(prefix)\(name)/", depth: depth + 1)
            }
        }
        return true
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
