import Foundation
import Glibc

/// A folder that nobody can write to for a while, root included, with all that is in it.
///
/// What a file system that has turned read-only means to those who have its files open: each write and each new file is
/// refused, and whatever is there can be read. A remount cannot show it, since the kernel refuses one while a file is open
/// for writing. Needs root, and a file system whose files can be made immutable (ext4, XFS, btrfs).
final class FrozenTree {
    static let isPossible: Bool = {
        guard let folder = try? RigFolder() else { return false }
        defer { folder.remove() }
        return (try? FrozenTree(folder.path)) != nil
    }()

    // linux/fs.h; the macros that name them are not imported.
    private static let getFlags: UInt = 0x8008_6601
    private static let setFlags: UInt = 0x4008_6602
    private static let immutable: CLong = 0x10

    private var frozen: [String] = []

    /// Returns once nothing below the folder can be written any more.
    init(_ path: String) throws {
        // A folder before what is in it: nothing is made in it after it was read.
        try freeze(path)
        try freezeContent(of: path)
    }

    deinit { thaw() }

    func thaw() {
        for path in frozen { try? Self.change(path, isFrozen: false) }
        frozen = []
    }

    private func freezeContent(of folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let path = "\(folder)/\(name)"
            switch try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType {
            case .typeRegular?: try freeze(path)
            case .typeDirectory?:
                try freeze(path)
                try freezeContent(of: path)
            default: continue
            }
        }
    }

    private func freeze(_ path: String) throws {
        try Self.change(path, isFrozen: true)
        frozen.append(path)
    }

    private static func change(_ path: String, isFrozen: Bool) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        defer { if file >= 0 { close(file) } }
        var flags: CLong = 0
        guard file >= 0, ioctl(file, getFlags, &flags) == 0 else { throw failure() }
        flags = isFrozen ? flags | immutable : flags & ~immutable
        guard ioctl(file, setFlags, &flags) == 0 else { throw failure() }
    }

    private static func failure() -> NSError { NSError(domain: NSPOSIXErrorDomain, code: Int(errno)) }
}
