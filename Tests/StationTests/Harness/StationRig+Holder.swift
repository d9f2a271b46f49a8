import Foundation
import Support
import World

extension StationRig {
    /// Waits until the fault's program holds the only port of a board.
    /// - Returns: what the service, in the same world, is to call it: `uutsim (pid 38)`.
    func holder(of board: String) async throws -> String {
        let state = try boards.ask(ControlRequest(verb: .boards)).boards?.first { $0.id == board }
        guard let tty = state?.ports.first?.tty else { throw NotInTime(description: "\(board) has no port") }
        return try await eventually("somebody holds \(tty)") { () -> String? in
            let names = try FileManager.default.contentsOfDirectory(atPath: "/proc")
            let holder = names.compactMap { pid_t($0) }.first { pid in
                let arguments = Self.text("/proc/\(pid)/cmdline").split(separator: "\0")
                // Other worlds have ports of this name too.
                return arguments.dropFirst().elementsEqual(["hold", "/dev/\(tty)"]) && isInTheWorld(pid)
            }
            guard let holder, Self.hasLocked(holder) else { return nil }
            let program = Self.text("/proc/\(holder)/comm").split(separator: "\n").joined()
            let numbers = Self.text("/proc/\(holder)/status").split(separator: "\n").first { $0.hasPrefix("NSpid:") }
            return numbers?.split(whereSeparator: \.isWhitespace).last.map { "\(program) (pid \($0))" }
        }
    }

    private func isInTheWorld(_ pid: pid_t) -> Bool {
        func world(_ pid: pid_t) -> String? {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/pid")
        }
        return service.pid.flatMap(world).map { $0 == world(pid) } ?? false
    }

    /// It locks its port when it has it for itself.
    private static func hasLocked(_ pid: pid_t) -> Bool {
        text("/proc/locks").split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return words.contains("FLOCK") && !words.contains("->") && words.contains("\(pid)")
        }
    }

    /// Empty where the process is gone.
    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
