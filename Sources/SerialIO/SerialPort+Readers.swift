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
        return await reactor.offload(until: .now + patience) { PortHolder.findForeign(line) } ?? nil
    }
}

extension PortHolder {
    /// Another process than ours that has a line open, and not its other end.
    static func findForeign(_ line: clinux_node) -> PortHolder? {
        let us = getpid()
        for pid in numbers(in: "/proc") where pid != us {
            let descriptors = numbers(in: "/proc/\(pid)/fd")
            let hasLine = descriptors.contains { fd in
                var node = clinux_node()
                return clinux_node_of_path("/proc/\(pid)/fd/\(fd)", &node) == 0 && node.isSameLine(as: line)
            }
            if hasLine, !descriptors.contains(where: { isOtherEnd(pid, $0, of: line) }) {
                return .process(pid: pid, name: name(of: pid))
            }
        }
        return nil
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
