internal import Glibc
internal import SerialIO

/// Hears from the kernel (inotify) what happens to one file, whether it is there or not.
struct ListWatch: ~Copyable {
    struct News: Sendable, Hashable {
        /// Whether the file is another one, or has other content, than before.
        var isChanged = false
        /// The folder is gone or elsewhere: nothing more will be heard.
        var isLost = false
    }

    private let inotify: Descriptor
    private let path: String
    private let name: String
    /// Whether somebody writes the file at this moment.
    private(set) var isBeingWritten = false
    private static let events =
        UInt32(IN_CREATE) | UInt32(IN_ATTRIB) | UInt32(IN_MODIFY) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_FROM)
        | UInt32(IN_MOVED_TO)
        | UInt32(IN_DELETE) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)

    /// Readable when there is news.
    var raw: Int32 { inotify.raw }

    init(_ path: String) throws(DiscoveryError) {
        self.path = path
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        name = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
        inotify = Descriptor(owning: inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC)))
        if inotify.raw < 0 || inotify_add_watch(inotify.raw, folder, Self.events) < 0 {
            throw .list(path: path, reason: Self.trouble(errno))
        }
    }

    /// Takes in all that has happened. Does not wait.
    mutating func take() -> News {
        var news = News()
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(raw, &buffer, buffer.count)
            guard count > 0 else { return news }
            var offset = 0
            // struct inotify_event: int wd; uint32_t mask, cookie, len; char name[].
            while offset + 16 <= count {
                let (mask, length) = buffer.withUnsafeBytes { bytes in
                    (
                        bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self),
                        Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                    )
                }
                let name = buffer[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }
                note(mask, of: String(decoding: name, as: UTF8.self), in: &news)
                offset += 16 + length
            }
        }
    }

    private mutating func note(_ mask: UInt32, of name: String, in news: inout News) {
        func has(_ bit: some BinaryInteger) -> Bool { mask & UInt32(truncatingIfNeeded: bit) != 0 }
        if has(IN_DELETE_SELF) || has(IN_MOVE_SELF) || has(IN_IGNORED) || has(IN_UNMOUNT) { news.isLost = true }
        guard name == self.name || has(IN_Q_OVERFLOW) else { return }
        news.isChanged = true
        // Its rights, which say nothing of who writes it.
        if has(IN_ATTRIB) { return }
        isBeingWritten = has(IN_MODIFY) || (has(IN_CREATE) && !isLink)
    }

    /// A link to a file is made in one go, and nobody closes it.
    private var isLink: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && (status.st_mode & S_IFMT == S_IFLNK || status.st_nlink > 1)
    }

    private static func trouble(_ code: Int32) -> String {
        switch code {
        case EMFILE: "no inotify instance is left for this user; raise fs.inotify.max_user_instances"
        case ENOSPC: "no inotify watch is left for this user; raise fs.inotify.max_user_watches"
        default: DiscoveryError.text(code)
        }
    }
}
