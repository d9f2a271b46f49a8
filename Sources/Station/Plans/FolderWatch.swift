import Glibc
import SerialIO

/// Hears from the kernel what happens in a folder (inotify). Lives on a reactor, which watches the descriptor.
actor FolderWatch {
    enum News: Sendable, Hashable {
        /// Something came, went or was written to its end.
        case changed
        /// The folder itself is gone, or another is in its place.
        case lost
        /// Nothing until the deadline.
        case quiet
        /// ``end()`` was called.
        case ended
    }

    nonisolated let path: String
    private nonisolated let reactor: Reactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    private var descriptor: Descriptor?
    private var raw: Int32 = -1
    private var writing: [String: ContinuousClock.Instant] = [:]
    /// Read and not handed out.
    private var pending: News?
    private var token: WaitToken?
    private var hasEnded = false
    /// A file that is still open for writing after so long counts as written, or a call that tells no end would hide it.
    private static let longestWriting: Duration = .seconds(60)
    private static let events =
        UInt32(IN_CREATE) | UInt32(IN_MODIFY) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO)
        | UInt32(IN_DELETE) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)

    init(_ path: String, on reactor: Reactor) {
        self.path = path
        self.reactor = reactor
    }

    /// Names of files that somebody is writing at this moment.
    func unripe() -> Set<String> {
        read()
        writing = writing.filter { $0.value.duration(to: .now) < Self.longestWriting }
        return Set(writing.keys)
    }

    /// Listens to the folder that is there now, and no longer to one that was.
    ///
    /// - Returns: why nothing is heard, with what to do about it; nil where all is well.
    func begin() -> String? {
        forget()
        guard !hasEnded else { return nil }
        let new = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
        guard new >= 0 else { return Self.trouble(errno) }
        let owned = Descriptor(owning: new)
        guard inotify_add_watch(new, path, Self.events) >= 0 else { return Self.trouble(errno) }
        do throws(ReactorError) { try reactor.register(new) } catch { return "\(error)" }
        raw = new
        descriptor = consume owned
        return nil
    }

    /// Waits for news. Without a watch it is quiet until the deadline.
    func next(until deadline: ContinuousClock.Instant) async -> News {
        while !hasEnded {
            read()
            if let news = pending {
                pending = nil
                return news
            }
            let wakeup: Wakeup
            if raw >= 0 {
                wakeup = await reactor.wait(for: .readable, on: raw, until: deadline)
            } else {
                let token = WaitToken()
                self.token = token
                wakeup = await reactor.sleep(until: deadline, token: token)
                self.token = nil
            }
            switch wakeup {
            case .deadline: return .quiet
            // Ended, or the reactor is shutting down and would answer so for ever.
            case .interrupted: return .ended
            case .ready, .hungUp: continue
            }
        }
        return .ended
    }

    /// Ends the watch and the wait in ``next(until:)``.
    func end() {
        hasEnded = true
        forget()
        if let token { reactor.interrupt(token) }
    }

    private func forget() {
        if raw >= 0 { reactor.deregister(raw) }
        raw = -1
        descriptor = nil
        writing = [:]
        pending = nil
    }

    // MARK: Events

    private func read() {
        guard raw >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = Glibc.read(raw, &buffer, buffer.count)
            guard count > 0 else { return }
            var offset = 0
            while offset + 16 <= count {
                let (mask, length) = buffer.withUnsafeBytes { bytes in
                    (
                        bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self),
                        Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                    )
                }
                let name = buffer[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }
                if let news = take(mask, String(decoding: name, as: UTF8.self)), pending != .lost { pending = news }
                offset += 16 + length
            }
        }
    }

    private func take(_ mask: UInt32, _ name: String) -> News? {
        func has(_ bit: some BinaryInteger) -> Bool { mask & UInt32(truncatingIfNeeded: bit) != 0 }
        if has(IN_DELETE_SELF) || has(IN_MOVE_SELF) || has(IN_IGNORED) || has(IN_UNMOUNT) { return .lost }
        if has(IN_Q_OVERFLOW) {
            writing = [:]
            return .changed
        }
        if has(IN_CREATE) {
            // A link is whole at once; of a file that was just opened the end is told.
            guard isBeingWritten(name) else { return .changed }
            writing[name] = .now
            return nil
        }
        if has(IN_MODIFY) {
            writing[name] = .now
            return nil
        }
        writing[name] = nil
        return .changed
    }

    private func isBeingWritten(_ name: String) -> Bool {
        var status = stat()
        return lstat("\(path)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
    }

    private static func trouble(_ code: Int32) -> String {
        switch code {
        case EMFILE: "no inotify instance is left for this user; raise fs.inotify.max_user_instances"
        case ENOSPC: "no inotify watch is left for this user; raise fs.inotify.max_user_watches"
        default: String(cString: strerror(code))
        }
    }
}
