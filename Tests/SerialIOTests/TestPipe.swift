import Glibc
import Locking
import SerialIO
import Testing

/// A pipe whose two ends close when nobody needs them any more.
final class TestPipe: Sendable {
    let reading: Int32
    private let writer = Lock<Int32>(-1)

    init() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading = ends[0]
        let writing = ends[1]
        writer.withLock { $0 = writing }
    }

    deinit {
        closeWriting()
        close(reading)
    }

    var writing: Int32 { writer.withLock { $0 } }

    /// Ends the writing side.
    func closeWriting() {
        let end = writer.withLock { end in
            defer { end = -1 }
            return end
        }
        if end >= 0 { close(end) }
    }

    /// One read(2); returns what it returned.
    @Sendable func readOne() -> Int {
        var byte: UInt8 = 0
        return read(reading, &byte, 1)
    }
}
