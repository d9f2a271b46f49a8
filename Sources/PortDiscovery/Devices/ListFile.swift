internal import Glibc

/// The file that a list of devices is in, and what its bytes are now.
struct ListFile: Sendable {
    /// Why it cannot be read.
    enum Trouble: Error, Sendable, Hashable, CustomStringConvertible {
        case system(errno: Int32)
        case link(to: String)
        case folder
        case noFile
        case tooLarge(limit: Int)

        var description: String {
            switch self {
            case .system(let code): DiscoveryError.text(code)
            case .link(let target):
                "it is a symbolic link to '\(target)', and when that changes nobody would notice: give that file itself"
            case .folder: "it is a folder: give the file in it"
            case .noFile: "it is no regular file"
            case .tooLarge(let limit): "it is larger than \(limit) bytes"
            }
        }
    }

    /// Larger files are no lists.
    private static let sizeLimit = 1 << 20

    let path: String

    func read() throws(Trouble) -> [UInt8] {
        // A link is not followed: the kernel tells of the link's folder, and not of the target's.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard file >= 0 else {
            let code = errno
            throw code == ELOOP ? .link(to: target) : .system(errno: code)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system(errno: errno) }
        if status.st_mode & S_IFMT == S_IFDIR { throw .folder }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0 { throw .system(errno: errno) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            if bytes.count > Self.sizeLimit { throw .tooLarge(limit: Self.sizeLimit) }
        }
    }

    private var target: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
