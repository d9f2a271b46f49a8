import Glibc

/// Writes what udevd would: records, tags, and the links below /dev.
struct UdevDatabase: Sendable {
    var root = "/run/udev"
    var dev = "/dev"

    func keep(_ record: UdevRecord) throws(WorldError) {
        try FileTree.write(Array(record.text.utf8), to: "\(root)/data/\(record.id)")
        for tag in record.tags {
            try FileTree.makeFolders("\(root)/tags/\(tag)")
            try FileTree.write([], to: "\(root)/tags/\(tag)/\(record.id)")
        }
    }

    func forget(_ record: UdevRecord) {
        unlink("\(root)/data/\(record.id)")
        for tag in record.tags { unlink("\(root)/tags/\(tag)/\(record.id)") }
    }

    /// Links `/dev/serial/by-id/...` to a tty; where two adapters claim one name, the later has it, as with udev.
    func link(_ links: [String], to tty: String) throws(WorldError) {
        for link in links {
            let folders = link.split(separator: "/").dropLast()
            try FileTree.makeFolders("\(dev)/\(folders.joined(separator: "/"))")
            try FileTree.link("\(dev)/\(link)", text: String(repeating: "../", count: folders.count) + tty)
        }
    }

    /// Takes links away that still lead to a tty.
    func unlink(_ links: [String], of tty: String) {
        for link in links where FileTree.linkText("\(dev)/\(link)")?.hasSuffix("/\(tty)") == true {
            Glibc.unlink("\(dev)/\(link)")
        }
    }

    private func unlink(_ path: String) { Glibc.unlink(path) }
}
