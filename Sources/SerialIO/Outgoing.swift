internal import Glibc

/// Bytes on their way out, and how many of them the kernel has taken.
struct Outgoing {
    let bytes: [UInt8]
    private(set) var accepted = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isDone: Bool { accepted == bytes.count }

    var isBegun: Bool { accepted > 0 }

    /// One write(2) of what is left; returns what it returned.
    mutating func write(to fd: Int32) -> Int {
        let start = accepted
        let count = bytes.withUnsafeBytes { Glibc.write(fd, $0.baseAddress.map { $0 + start }, $0.count - start) }
        if count > 0 { accepted += count }
        return count
    }
}
