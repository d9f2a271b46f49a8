import CLinux
import Glibc

/// Processes that a command has started and left behind, where no namespace ends with them.
public enum Forsaken {
    /// How long those that were killed may take to go.
    private static let patience = 200

    /// From now on they become this process's children.
    public static func adopt() throws(WorldError) {
        guard clinux_world_adopt_orphans() == 0 else {
            throw .failed(step: "adopting what a command leaves behind", reason: SystemCall.reason())
        }
    }

    /// Kills and reaps all children, and those whom they leave behind. At the end of a process: it waits.
    /// - Returns: how many would not go.
    public static func end() -> Int {
        var left: [Int32] = []
        for _ in 0..<patience {
            left = children()
            if left.isEmpty { return 0 }
            for child in left { kill(child, SIGKILL) }
            var status: Int32 = 0
            while clinux_world_reap(&status) > 0 {}
            usleep(5_000)
        }
        return left.count
    }

    private static func children() -> [Int32] {
        let own = getpid()
        return FileTree.names(in: "/proc").compactMap { Int32($0) }.filter { parent(of: $0) == own }
    }

    /// The fourth field of `/proc/PID/stat`, whose second may hold anything, in parentheses.
    private static func parent(of process: Int32) -> Int32? {
        guard let file = fopen("/proc/\(process)/stat", "re") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = fread(&buffer, 1, buffer.count, file)
        guard let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = buffer[(end + 1)..<count].split(separator: UInt8(ascii: " "))
        return fields.count > 1 ? Int32(String(decoding: fields[1], as: UTF8.self)) : nil
    }
}
