import Foundation

/// A file that appears under its name whole, or not at all: it is written beside it, and renamed at the end. What is no
/// file (a pipe, a terminal) is written as it comes.
final class AtomicFile {
    /// Why it cannot be written.
    struct Trouble: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "cannot write '\(path)': \(reason)" }
    }

    let path: String
    private let isReplaced: Bool
    private let temporary: String
    private var descriptor: Int32

    init(_ path: String) throws(Trouble) {
        self.path = path
        isReplaced = Self.isReplaceable(path)
        temporary = "\(path).part-\(getpid())"
        descriptor =
            isReplaced
            ? open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) : open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Trouble(path: path, reason: String(cString: strerror(errno))) }
    }

    /// Whether nothing bears the name, or a file that another one can replace.
    static func isReplaceable(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes.map { $0[.type] as? FileAttributeType == .typeRegular } ?? true
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if isReplaced { unlink(temporary) }
    }

    func write(_ text: String) throws(Trouble) { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws(Trouble) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw trouble()
            }
        }
    }

    /// Gives the file its name. A power cut leaves the old one or the new one.
    func commit() throws(Trouble) {
        if isReplaced {
            guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw trouble() }
        }
        close(descriptor)
        descriptor = -1
    }

    private func trouble() -> Trouble { Trouble(path: path, reason: String(cString: strerror(errno))) }
}
