internal import Glibc

/// Bytes on their way out, and how many of them the kernel has taken.
struct Outgoing {
    let bytes: [UInt8]
    /// Rest between two bytes; zero sends them at once.
    private let pace: Duration
    private(set) var accepted = 0
    /// When the next byte may go; nil while no rest is due.
    private(set) var restsUntil: ContinuousClock.Instant?

    init(_ bytes: [UInt8], pace: Duration = .zero) {
        self.bytes = bytes
        self.pace = pace
    }

    var isDone: Bool { accepted == bytes.count }

    var isBegun: Bool { accepted > 0 }

    /// One write(2) of what is left; returns what it returned.
    mutating func write(to fd: Int32) -> Int {
        let start = accepted
        let size = pace == .zero ? bytes.count - start : 1
        let count = bytes.withUnsafeBytes { Glibc.write(fd, $0.baseAddress.map { $0 + start }, size) }
        if count > 0 {
            accepted += count
            restsUntil = pace == .zero || isDone ? nil : .now + pace
        }
        return count
    }

    /// Whether a byte may go now.
    mutating func isReady() -> Bool {
        guard let restsUntil else { return true }
        guard restsUntil <= .now else { return false }
        self.restsUntil = nil
        return true
    }
}
