internal import Glibc

/// No thread was to be had.
public struct ThreadError: Error, Sendable, Hashable, CustomStringConvertible {
    public var name: String
    public var errno: Int32

    /// The system's words.
    public var reason: String { String(cString: strerror(errno)) }

    public var description: String {
        "the thread '\(name)' cannot be started: \(reason); raise the limit of threads (ulimit -u)"
    }
}
