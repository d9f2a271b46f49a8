internal import CLinux
internal import Glibc

extension PortHolder {
    /// Looks through /proc/*/fd for whoever has this device open, leaving out one descriptor of our own. Takes milliseconds: not for the reactor's thread.
    static func find(_ device: clinux_node, besides own: Int32 = -1) -> PortHolder {
        let us = getpid()
        for pid in numbers(in: "/proc") {
            for fd in numbers(in: "/proc/\(pid)/fd") where !(pid == us && fd == own) {
                var node = clinux_node()
                guard clinux_node_of_path("/proc/\(pid)/fd/\(fd)", &node) == 0, node.isSameLine(as: device) else {
                    continue
                }
                return .process(pid: pid, name: name(of: pid))
            }
        }
        return .unknown
    }

    /// The entries of a folder that are numbers; none where we may not look.
    static func numbers(in folder: String) -> [Int32] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var numbers: [Int32] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = Int32(name) { numbers.append(number) }
        }
        return numbers
    }

    static func name(of pid: Int32) -> String {
        guard let file = fopen("/proc/\(pid)/comm", "re") else { return "a process" }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 64)
        let count = fread(&line, 1, line.count, file)
        return String(decoding: line.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}

extension clinux_node {
    /// By device number, not by path: a line has several names. Pseudo terminals are numbered anew in each mounted devpts, so there the
    /// file system must be the same too.
    func isSameLine(as other: clinux_node) -> Bool {
        guard is_character_device != 0, major == other.major, minor == other.minor else { return false }
        let isPseudoTerminal = (136...143).contains(major)
        return !isPseudoTerminal || filesystem == other.filesystem
    }
}
