/// Files and links of a part of /sys, decided before anything is written. Paths are below /sys, without a leading slash.
struct SysfsPlan: Sendable, Hashable {
    enum Entry: Sendable, Hashable {
        case directory(String)
        case file(String, [UInt8])
        /// A link at a path to another path below /sys; it is written relative, as the kernel writes it.
        case link(at: String, to: String)
    }
    private(set) var entries: [Entry] = []

    mutating func directory(_ path: String) { entries.append(.directory(path)) }
    mutating func file(_ path: String, _ text: String) { entries.append(.file(path, Array((text + "\n").utf8))) }
    mutating func file(_ path: String, bytes: [UInt8]) { entries.append(.file(path, bytes)) }
    mutating func link(_ path: String, to target: String) { entries.append(.link(at: path, to: target)) }

    /// A device: its folder, `uevent`, `subsystem` and, if it has one, `driver`, with the links back to it.
    mutating func device(_ path: String, subsystem: String, driver: String? = nil, uevent: [Property]) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let lines = uevent.map { "\($0)\n" }.joined()
        file("\(path)/uevent", bytes: Array(lines.utf8))
        link("\(path)/subsystem", to: subsystem)
        link("\(subsystem)/\(subsystem.hasPrefix("bus/") ? "devices/" : "")\(name)", to: path)
        if let driver {
            let folder = "\(subsystem)/drivers/\(driver)"
            directory(folder)
            link("\(path)/driver", to: folder)
            link("\(folder)/\(name)", to: path)
        }
        if let major = uevent["MAJOR"], let minor = uevent["MINOR"] {
            link("dev/char/\(major):\(minor)", to: path)
            file("\(path)/dev", "\(major):\(minor)")
        }
    }

    /// Every link of the plan that lies outside a folder: what must go before the folder does.
    func links(outside folder: String) -> [String] {
        entries.compactMap { entry in
            if case .link(let path, _) = entry, !path.hasPrefix(folder + "/") { path } else { nil }
        }
    }

    /// The text of a link: from the folder that it is in to its target (`../../../devices/...`).
    static func relative(from link: String, to target: String) -> String {
        let here = link.split(separator: "/").dropLast()
        let there = target.split(separator: "/")
        let shared = zip(here, there).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: here.count - shared) + there.dropFirst(shared)).joined(separator: "/")
    }
}
