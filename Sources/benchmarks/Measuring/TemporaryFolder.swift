internal import FoundationEssentials

/// A folder that goes away with the value.
final class TemporaryFolder: Sendable {
    let path: String

    /// Below `TMPDIR`, or else below /var/tmp, which is on a disk: /tmp may be memory, where a sync costs nothing.
    init() throws {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/var/tmp"
        path = "\(parent)/benchmarks-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            complain("\(path) is left behind: \(error)")
        }
    }
}
