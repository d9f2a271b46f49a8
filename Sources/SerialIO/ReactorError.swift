/// The reactor could not be made, or could not watch a descriptor.
public enum ReactorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A system call at start failed: out of descriptors or threads.
    case cannotStart(call: String, errno: Int32)
    /// epoll refused the descriptor: a plain file, or out of watches.
    case cannotWatch(fd: Int32, errno: Int32)

    public var description: String {
        switch self {
        case .cannotStart(let call, let errno):
            "the reactor cannot start: \(call): \(errorText(errno)); raise the limits of open files and threads (ulimit -n, -u)"
        case .cannotWatch(let fd, let errno):
            "descriptor \(fd) cannot be waited for: \(errorText(errno)); "
                + "raise fs.epoll.max_user_watches if there are many, and give it a terminal, pipe or socket"
        }
    }
}
