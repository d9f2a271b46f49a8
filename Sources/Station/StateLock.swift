import Foundation
import SerialIO

/// Keeps a second process off a state folder, for as long as the value lives. The kernel lets go when this process ends,
/// however it ends.
struct StateLock: ~Copyable {
    private let descriptor: Descriptor

    /// Makes the folder where it is not there, and takes it.
    init(_ paths: StatePaths) throws(StationError) {
        descriptor = Descriptor(owning: try Self.take(paths))
    }

    private static func take(_ paths: StatePaths) throws(StationError) -> Int32 {
        do {
            try FileManager.default.createDirectory(atPath: paths.folder, withIntermediateDirectories: true)
        } catch {
            throw .stateFolder(path: paths.folder, reason: "it cannot be made: \(error.systemReason)")
        }
        let raw = open(paths.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard raw >= 0 else { throw .stateFolder(path: paths.folder, reason: String(cString: strerror(errno))) }
        guard flock(raw, LOCK_EX | LOCK_NB) == 0 else {
            close(raw)
            let text = (try? String(contentsOfFile: paths.lock, encoding: .utf8)) ?? ""
            let pid = text.trimmingCharacters(in: .whitespacesAndNewlines)
            throw .stateInUse(path: paths.folder, holder: pid.isEmpty ? "another portpool" : "portpool (pid \(pid))")
        }
        let pid = Array("\(getpid())\n".utf8)
        guard ftruncate(raw, 0) == 0, pwrite(raw, pid, pid.count, 0) == pid.count else {
            let reason = String(cString: strerror(errno))
            close(raw)
            throw .stateFolder(path: paths.folder, reason: reason)
        }
        return raw
    }
}
