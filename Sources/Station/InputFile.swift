import Foundation
import SerialIO

/// Reads files that a person has named, and says why one cannot be read.
enum InputFile {
    struct Trouble: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
        static var lastSystemError: Trouble { Trouble(String(cString: strerror(errno))) }
    }

    /// - Parameters:
    ///   - limit: bytes after which reading ends; whoever has such a limit refuses what is longer.
    ///   - mustHaveName: pipes and devices are refused: what is in them is known by the name of its file.
    static func bytes(
        of path: String, limit: Int = .max, mustHaveName: Bool = false
    ) throws(Trouble) -> [UInt8] {
        var status = stat()
        // Asked before it is opened: a pipe that nobody writes to would never open.
        guard stat(path, &status) == 0 else { throw .lastSystemError }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw Trouble("it is a folder")
        case S_IFSOCK: throw Trouble("it is a socket, not a file")
        case S_IFIFO where mustHaveName: throw Trouble("it is a pipe, not a file; save it under its name first")
        case _ where mustHaveName: throw Trouble("it is a device, not a file; save it under its name first")
        default: break
        }
        let raw = open(path, O_RDONLY | O_CLOEXEC)
        guard raw >= 0 else { throw .lastSystemError }
        let file = Descriptor(owning: raw)
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let count = piece.withUnsafeMutableBytes {
                read(file.raw, $0.baseAddress, min($0.count, limit - bytes.count))
            }
            if count == 0 { break }
            if count > 0 { bytes += piece[..<count] } else if errno != EINTR { throw .lastSystemError }
        }
        return bytes
    }
}
