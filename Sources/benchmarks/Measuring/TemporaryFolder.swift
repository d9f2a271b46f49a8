internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// A folder of one benchmark's own, that goes away with the process.
///
/// Not with the value: ext4 does not use the place of a deleted file again for minutes, and looks for that of a new one
/// behind all of them, so that the thousands of files of one benchmark, deleted, would slow down the next one.
final class TemporaryFolder: Sendable {
    let path: String

    private static let left = Mutex<[String]>([])

    /// Below `TMPDIR`, or else below /var/tmp, which is on a disk: /tmp may be memory, where a sync costs nothing.
    init() throws {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/var/tmp"
        path = "\(parent)/benchmarks-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let isFirst = Self.left.withLock { left in
            left.append(path)
            return left.count == 1
        }
        if isFirst { atexit { TemporaryFolder.removeAll() } }
    }

    private static func removeAll() {
        for path in left.withLock({ $0 }) {
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch {
                complain("\(path) is left behind: \(error)")
            }
        }
    }
}
