import Glibc

/// A step on the way into a world that failed. A value: it decides whether that is because such steps are forbidden here,
/// which nobody can change by trying again, or whatever else may be wrong with a machine.
struct EntryFailure: Error, Sendable, Hashable {
    enum Kind: String, Sendable, Hashable {
        /// Making namespaces, and being root in them.
        case namespaces
        /// Mounting in them.
        case mounts
        /// Anything else: a file that cannot be written, a pipe that cannot be made.
        case other
    }
    let kind: Kind
    /// In words: `making a user namespace`.
    let step: String
    /// The `errno`.
    let error: Int32

    init(_ kind: Kind, _ step: String, error: Int32 = errno) {
        self.kind = kind
        self.step = step
        self.error = error
    }

    /// Whether such steps are not allowed here, or not known to this kernel.
    ///
    /// ENOSPC is the answer to one namespace more than `/proc/sys/user` allows, 0 where they are switched off; EINVAL and
    /// ENOSYS that of a kernel without them, or of a container's filter.
    var isForbidden: Bool {
        switch kind {
        case .namespaces: [EPERM, EACCES, ENOSYS, EINVAL, ENOSPC].contains(error)
        case .mounts: [EPERM, EACCES, ENOSYS].contains(error)
        case .other: false
        }
    }

    /// - Parameter asRoot: whether the caller was root.
    func worldError(asRoot: Bool) -> WorldError {
        let reason = SystemCall.reason(error)
        return isForbidden
            ? .namespacesForbidden(step: step, reason: reason, asRoot: asRoot) : .failed(step: step, reason: reason)
    }
}

/// As one process tells it another.
extension EntryFailure {
    var message: String { "\(kind.rawValue) \(error) \(step)" }

    /// nil for what is no such message.
    init?(message: String) {
        let parts = message.split(separator: " ", maxSplits: 2)
        guard parts.count == 3, let kind = Kind(rawValue: String(parts[0])), let error = Int32(parts[1]) else {
            return nil
        }
        self.init(kind, String(parts[2]), error: error)
    }
}
