internal import Glibc

/// An open file descriptor: who holds the value owns it, and it is closed where the value ends.
public struct Descriptor: ~Copyable, Sendable {
    /// The number, for system calls. It is good only as long as this value lives.
    public let raw: Int32

    /// Takes ownership of an open descriptor.
    public init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        _ = Glibc.close(raw)
    }

    /// Gives the ownership away: the caller closes it now.
    public consuming func release() -> Int32 {
        let raw = raw
        discard self
        return raw
    }
}
