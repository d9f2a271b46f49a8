import Foundation
import Glibc

/// A file system of its own in memory, of a fixed size, for a folder. Needs root; tests that use it are disabled elsewhere.
final class SmallDisk {
    static let isPossible: Bool = {
        guard let folder = try? RigFolder() else { return false }
        defer { folder.remove() }
        return (try? SmallDisk(folder.path, bytes: 65_536)) != nil
    }()

    private let path: String

    /// Makes the folder, where it is not there, and mounts the file system on it.
    init(_ path: String, bytes: Int, isReadOnly: Bool = false) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", isReadOnly ? UInt(MS_RDONLY) : 0, "size=\(bytes)") == 0 else {
            throw NSError(domain: NSPOSIXErrorDomain, code: Int(errno))
        }
    }

    deinit { unmount() }

    /// Before its folder is removed; what still works on it goes on to have it.
    func unmount() { umount2(path, Int32(MNT_DETACH)) }

    /// Takes all the room that is left.
    func fill() {
        let file = open("\(path)/filler", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        defer { close(file) }
        let block = [UInt8](repeating: 0x66, count: 4_096)
        while write(file, block, block.count) > 0 {}
    }

    func free() { unlink("\(path)/filler") }
}
