internal import CLinux
internal import Glibc

extension SerialPort {
    /// Another process that has this line open too and may read its bytes away; nil where /proc shows none.
    ///
    /// Possible where it was open before us, or where root opens it. Who holds the other end of a pseudo terminal plays the unit and does not count.
    /// Looks on a thread of its own, for `patience` at most.
    public func foreignReader(within patience: Duration) async -> PortHolder? {
        guard descriptor != nil else { return nil }
        var node = clinux_node()
        guard clinux_node_of_descriptor(fd, &node) == 0 else { return nil }
        let line = node
        return await reactor.offload(until: .now + patience) { PortHolder.findForeign([line]).first ?? nil } ?? nil
    }
}

extension PortHolder {
    /// Other processes than ours that have one of these lines open, one a line, in their order; nil where /proc shows none.
    ///
    /// Whether the lines are ours by now does not matter. Looks once for all of them, on a thread of its own.
    ///
    /// - Parameter paths: of devices; one that is not there has no holder.
    /// - Returns: nil where it takes longer than `patience`.
    public static func foreign(
        to paths: [String], within patience: Duration, on reactor: Reactor,
        isolation: isolated (any Actor)? = #isolation
    ) async -> [PortHolder?]? {
        await reactor.offload(until: .now + patience) {
            findForeign(
                paths.map { path in
                    var node = clinux_node()
                    // What is no device is nobody's line.
                    return clinux_node_of_path(path, &node) == 0 ? node : clinux_node()
                })
        }
    }

    /// For each line another process than ours that has it open, and not its other end.
    static func findForeign(_ lines: [clinux_node]) -> [PortHolder?] {
        var holders = [PortHolder?](repeating: nil, count: lines.count)
        let us = getpid()
        for pid in numbers(in: "/proc") where pid != us {
            let descriptors = numbers(in: "/proc/\(pid)/fd")
            var held: Set<Int> = []
            for fd in descriptors {
                var node = clinux_node()
                guard clinux_node_of_path("/proc/\(pid)/fd/\(fd)", &node) == 0, node.is_character_device != 0 else {
                    continue
                }
                held.formUnion(lines.indices.filter { holders[$0] == nil && node.isSameLine(as: lines[$0]) })
            }
            for index in held where !descriptors.contains(where: { isOtherEnd(pid, $0, of: lines[index]) }) {
                holders[index] = .process(pid: pid, name: name(of: pid))
            }
        }
        return holders
    }

    /// A pseudo terminal's other end says in its fdinfo which terminal it belongs to.
    private static func isOtherEnd(_ pid: Int32, _ fd: Int32, of line: clinux_node) -> Bool {
        var node = clinux_node()
        // /dev/ptmx, in whatever file system.
        guard clinux_node_of_path("/proc/\(pid)/fd/\(fd)", &node) == 0, node.is_character_device != 0, node.major == 5,
            node.minor == 2, let file = fopen("/proc/\(pid)/fdinfo/\(fd)", "re")
        else { return false }
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: 512)
        let count = fread(&text, 1, text.count, file)
        let index = Int(line.major - 136) * 256 + Int(line.minor)
        return String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n").contains { row in
            let words = row.split { $0 == " " || $0 == "\t" }
            return words.count == 2 && words[0] == "tty-index:" && words[1] == "\(index)"
        }
    }
}
