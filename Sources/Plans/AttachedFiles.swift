internal import FoundationEssentials
internal import Glibc

/// Files beside a plan that its steps send. Each is read once, when the plan is; none lies outside the plan's folder.
final class AttachedFiles {
    static let sizeLimit = 1 << 20
    static let limitTogether = 16 << 20

    private let folder: String
    private var contents: [String: [UInt8]] = [:]

    /// - Parameter folder: that of the plan; empty for the current one.
    init(folder: String) { self.folder = folder.isEmpty ? "." : folder }

    /// The content of a file, named relative to the folder.
    func read(_ name: String) throws(AttachedFileError) -> [UInt8] {
        if let content = contents[name] { return content }
        let content = try open(name)
        guard contents.values.reduce(content.count, { $0 + $1.count }) <= Self.limitTogether else {
            throw AttachedFileError(
                reason: "makes the files of the plan too large", hint: "together they have at most 16 MiB")
        }
        contents[name] = content
        return content
    }

    private func open(_ name: String) throws(AttachedFileError) -> [UInt8] {
        guard !name.hasPrefix("/"), !name.split(separator: "/").contains(".."), !name.utf8.contains(0) else {
            throw .outside
        }
        // Where links lead is known only from the path without them.
        guard let home = realPath(folder), let path = realPath("\(folder)/\(name)") else { throw .system(errno) }
        guard path.hasPrefix(home == "/" ? "/" : home + "/") else { throw .outside }
        // Without waiting: a pipe that nobody writes to would hold up the reader.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw AttachedFileError(reason: "is no file", hint: "give a file beside the plan")
        }
        return try read(descriptor)
    }

    private func read(_ descriptor: Int32) throws(AttachedFileError) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(errno)
            }
            if count == 0 { break }
            content += buffer[..<count]
            guard content.count <= Self.sizeLimit else {
                throw AttachedFileError(reason: "is too large", hint: "a file to send has at most 1 MiB")
            }
        }
        guard !content.isEmpty else {
            throw AttachedFileError(reason: "is empty", hint: "there is nothing to send")
        }
        return content
    }

    private func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// Why a file cannot be sent.
struct AttachedFileError: Error, Hashable {
    /// Goes on from the file's name.
    var reason: String
    var hint: String?

    static let outside = AttachedFileError(
        reason: "lies outside the plan's folder", hint: "put it beside the plan, or in a folder there")

    static func system(_ code: Int32) -> AttachedFileError {
        code == ENOENT
            ? AttachedFileError(reason: "is not there", hint: "names are relative to the plan's folder")
            : AttachedFileError(reason: "cannot be read: \(String(cString: strerror(code)))")
    }
}
