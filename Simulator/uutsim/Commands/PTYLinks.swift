import FoundationEssentials
import Glibc
import RigModel

/// The links of one plugged board in a folder: made with it, gone with it.
struct PTYLinks {
    /// A link could not be made.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "\(path): \(reason); choose another folder with --link" }
    }

    private(set) var links: [(channel: Channel, path: String, target: String)] = []

    /// Names each channel with the first number that is free, as the kernel does.
    ///
    /// - Parameters:
    ///   - lines: the pty of each channel.
    ///   - tty: the first name to try, such as `ttyUSB7`; nil: `ttyUSB0`.
    init(to lines: [Channel: String], in folder: String, from tty: String?) throws {
        try Self.makeFolder(folder)
        let wanted = tty ?? "ttyUSB0"
        let stem = String(wanted.prefix { !$0.isNumber })
        var number = Int(wanted.dropFirst(stem.count)) ?? 0
        for (channel, target) in lines.sorted(by: { $0.key < $1.key }) {
            while true {
                let path = "\(folder)/\(stem)\(number)"
                number += 1
                if try Self.link(path, to: target, own: lines.values) {
                    links.append((channel, path, target))
                    break
                }
            }
        }
    }

    /// Has a channel's link lead elsewhere, with no moment without one.
    mutating func move(_ channel: Channel, to target: String) throws {
        guard let index = links.firstIndex(where: { $0.channel == channel }) else { return }
        let path = links[index].path
        guard symlink(target, "\(path).new") == 0, rename("\(path).new", path) == 0 else {
            throw Failure(path: path, reason: String(cString: strerror(errno)))
        }
        links[index].target = target
    }

    /// Removes the links, but none that is somebody else's by now.
    mutating func remove() {
        for link in links where Self.target(of: link.path) == link.target { unlink(link.path) }
        links = []
    }

    /// false where the name is taken.
    private static func link(_ path: String, to target: String, own: some Collection<String>) throws -> Bool {
        // Left over by one that was killed: it leads nowhere, or to a pty that Linux has given a new owner, this board.
        if let former = Self.target(of: path), access(path, F_OK) != 0 || own.contains(former) { unlink(path) }
        if symlink(target, path) == 0 { return true }
        guard errno == EEXIST else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
        return false
    }

    private static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
        if errno == ENOENT, let slash = path.dropLast().lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o777) == 0 { return }
        }
        throw Failure(path: path, reason: String(cString: strerror(errno)))
    }

    private static func target(of path: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }
}
