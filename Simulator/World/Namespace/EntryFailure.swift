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
    /// The `errno`; 0 where only its words are known.
    let error: Int32
    /// In words.
    let reason: String

    init(_ kind: Kind, _ step: String, error: Int32 = errno) {
        self.init(kind, step, error: error, reason: SystemCall.reason(error))
    }

    /// A step whose files could not be written.
    init(_ step: String, because error: WorldError) {
        guard case .path(let path, let reason) = error else {
            self.init(.other, step, error: 0, reason: "\(error)")
            return
        }
        self.init(.other, "writing \(path)", error: 0, reason: reason)
    }

    private init(_ kind: Kind, _ step: String, error: Int32, reason: String) {
        self.kind = kind
        self.step = step
        self.error = error
        self.reason = reason
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
        isForbidden
            ? .namespacesForbidden(step: step, reason: reason, asRoot: asRoot) : .failed(step: step, reason: reason)
    }
}

/// As a process that tries tells it the one that has asked it to.
extension EntryFailure {
    var message: String { "\(kind.rawValue)\n\(error)\n\(reason)\n\(step)" }

    /// nil for what is no such message.
    init?(message: String) {
        let parts = message.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let kind = Kind(rawValue: parts[0]), let error = Int32(parts[1]) else { return nil }
        self.init(kind, parts[3], error: error, reason: parts[2])
    }

    /// What a process that has tried has come to; nil where a world can be made.
    /// - Parameters:
    ///   - message: what it has said.
    ///   - status: its exit status; 128 + n if signal n ended it.
    init?(trial message: String, status: Int32) {
        if let failure = EntryFailure(message: message) {
            self = failure
        } else if status == 0, message.isEmpty {
            return nil
        } else {
            // It had no time to say why: that is not yet a world.
            self.init(.other, "trying it", error: 0, reason: "the trial ended with status \(status)")
        }
    }
}
