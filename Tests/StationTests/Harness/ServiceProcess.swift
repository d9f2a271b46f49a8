import Foundation

/// The `portpool` process that works on a state folder, seen from outside its world.
struct ServiceProcess: Sendable {
    let program: String
    let state: String

    /// Its pid on the host; nil where there is none.
    var pid: pid_t? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.lazy.compactMap { pid_t($0) }.first { pid in
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return false }
            let arguments = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return arguments.first == program && arguments.contains(state)
        }
    }

    /// - Returns: whether there was a process to send it to.
    @discardableResult func signal(_ signal: Int32) -> Bool {
        guard let pid else { return false }
        return kill(pid, signal) == 0
    }
}
