internal import Glibc
internal import Threads

/// Why the log tree cannot be used; each says what to do.
public enum RunLogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A folder or file of the tree cannot be made or opened.
    case cannotOpen(path: String, reason: String)

    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "cannot write the log \(path): \(reason); check that its folder belongs to this user and has room"
        }
    }

    /// Without the path.
    var reason: String {
        switch self {
        case .cannotOpen(_, let reason): reason
        }
    }

    /// The last system call on `path` failed.
    static func lastSystemError(_ path: String) -> RunLogError {
        .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
}

extension ThreadExecutor {
    static func named(_ name: String) throws(RunLogError) -> ThreadExecutor {
        do throws(ThreadError) {
            return try ThreadExecutor(name: name)
        } catch {
            throw .cannotOpen(path: "(the thread '\(name)')", reason: error.reason)
        }
    }
}
