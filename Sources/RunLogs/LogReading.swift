internal import Glibc

/// A file of the tree, read in parts.
struct LogReading: ~Copyable {
    /// Enough for any header or seal.
    static let margin = 16_384

    private let path: String
    private let descriptor: Int32
    let size: Int

    init(_ path: String) throws(RunLogError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .lastSystemError(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = RunLogError.lastSystemError(path)
            close(descriptor)
            throw error
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    func content() throws(RunLogError) -> [UInt8] { try read(0..<size) }
    /// The first bytes, at most so many.
    func top(_ count: Int) throws(RunLogError) -> [UInt8] { try read(0..<min(count, size)) }
    /// The lines up to the first that is blank: the header of a log. There may be a hundred thousand logs to look at.
    func header() throws(RunLogError) -> String {
        let top = try top(Self.margin)
        return String(decoding: top[..<(top.firstOffset(of: "\n#\n") ?? top.count)], as: UTF8.self)
    }
    /// The last bytes, at most so many.
    func bottom(_ count: Int) throws(RunLogError) -> [UInt8] { try read(max(0, size - count)..<size) }

    func read(_ range: Range<Int>) throws(RunLogError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var filled = 0
        while filled < range.count {
            let count = bytes.withUnsafeMutableBytes {
                pread(
                    descriptor, $0.baseAddress?.advanced(by: filled), range.count - filled,
                    off_t(range.lowerBound + filled))
            }
            if count == 0 { break }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .lastSystemError(path)
            }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }
}
