import Foundation
import Glibc

/// A file system of its own of a few kilobytes. Needs root; tests that use it are disabled elsewhere.
final class SmallDisk {
    static let isPossible: Bool = (try? SmallDisk(bytes: 16_384)) != nil

    let folder: LogFolder

    init(bytes: Int) throws {
        folder = try LogFolder()
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(bytes)") == 0 else {
            throw NSError(domain: NSPOSIXErrorDomain, code: Int(errno))
        }
    }

    deinit { umount2(folder.path, Int32(MNT_DETACH)) }

    func grow(to bytes: Int) throws { try remount(options: "size=\(bytes)") }

    /// Possible only while no file of it is open for writing.
    func remount(readOnly: Bool) throws { try remount(readOnly ? UInt(MS_RDONLY) : 0) }

    private func remount(_ flags: UInt = 0, options: String = "") throws {
        guard mount("tmpfs", folder.path, "tmpfs", UInt(MS_REMOUNT) | flags, options) == 0 else {
            throw NSError(domain: NSPOSIXErrorDomain, code: Int(errno))
        }
    }
}
