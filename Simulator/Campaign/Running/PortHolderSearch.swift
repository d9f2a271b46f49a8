internal import FoundationEssentials
internal import Glibc

/// Finds the program by which a world's fault holds a port, among the processes of the host.
struct PortHolderSearch: Sendable {
    struct Holder: Sendable, Hashable {
        /// On the host.
        let pid: pid_t
        /// What the service is to call it: `uutsim (pid 38)`.
        let name: String
        /// Whether it has its port by now.
        let isHolding: Bool

        /// What has ended and is not reaped yet holds nothing.
        var isAlive: Bool { PortHolderSearch.status(of: pid)["State"]?.hasPrefix("Z") == false }
    }

    /// The world's first process.
    let world: pid_t

    /// - Parameter node: `/dev/ttyUSB3`.
    func holder(of node: String) -> Holder? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for pid in names.compactMap({ pid_t($0) }) {
            let arguments = Self.text("/proc/\(pid)/cmdline").split(separator: "\0")
            guard arguments.dropFirst().first == "hold", arguments.contains(where: { $0 == node }), descends(pid),
                let inner = Self.status(of: pid)["NSpid"]?.split(whereSeparator: \.isWhitespace).last.flatMap({
                    pid_t($0)
                })
            else { continue }
            let name = Self.text("/proc/\(pid)/comm").split(separator: "\n").joined()
            // Programs in the world know it by its number there.
            return Holder(pid: pid, name: "\(name) (pid \(inner))", isHolding: Self.holdsLock(pid))
        }
        return nil
    }

    private func descends(_ pid: pid_t) -> Bool {
        var pid = pid
        while pid > 1 {
            if pid == world { return true }
            guard let parent = Self.status(of: pid)["PPid"].flatMap({ pid_t($0) }) else { return false }
            pid = parent
        }
        return false
    }

    /// It locks its port when it has it for itself.
    private static func holdsLock(_ pid: pid_t) -> Bool {
        text("/proc/locks").split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return words.contains("FLOCK") && !words.contains("->") && words.contains("\(pid)")
        }
    }

    private static func status(of pid: pid_t) -> [String: String] {
        var values: [String: String] = [:]
        for line in text("/proc/\(pid)/status").split(separator: "\n") {
            let sides = line.split(separator: ":", maxSplits: 1)
            if sides.count == 2 {
                values[String(sides[0])] = sides[1].trimmingPrefix(while: \.isWhitespace).description
            }
        }
        return values
    }

    /// Empty where the process is gone.
    private static func text(_ path: String) -> String {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
