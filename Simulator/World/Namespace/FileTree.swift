import Glibc

/// Small files and folders by plain system calls: nothing here starts a thread, which a process that is about to enter
/// namespaces must not have.
enum FileTree {
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// What is at a path; nil where nothing is.
    static func kind(of path: String) -> MountPlan.Host.Kind? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .directory
        case S_IFLNK: return .link(linkText(path) ?? "")
        default: return .file
        }
    }

    static func linkText(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The names in a folder, without `.` and `..`; none where it cannot be read.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    static func makeFolders(_ path: String) throws(WorldError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw .path(made, reason: SystemCall.reason())
            }
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws(WorldError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .path(path, reason: SystemCall.reason()) }
        defer { close(file) }
        // Small files on a tmpfs: written whole or not at all.
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw .path(path, reason: SystemCall.reason())
        }
    }

    /// Makes a link, in place of one that is there.
    static func link(_ path: String, text: String) throws(WorldError) {
        let fresh = path + ".new"
        unlink(fresh)
        guard symlink(text, fresh) == 0, rename(fresh, path) == 0 else {
            throw .path(path, reason: SystemCall.reason())
        }
    }

    /// Removes a folder with all in it. What is gone already is no error; what cannot go is left.
    static func remove(_ path: String) {
        if kind(of: path) == .directory {
            for name in names(in: path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
