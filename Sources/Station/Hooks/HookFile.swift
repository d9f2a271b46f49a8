import Glibc

/// A file that stands for a line, a GPIO's value for instance.
enum HookFile {
    /// Writes `1` or `0`. The file must be there.
    /// - Returns: what went wrong.
    static func write(_ isRaised: Bool, to path: String) -> String? {
        // A pipe nobody reads, or a device that is not ready, is told at once and not waited for.
        let file = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else { return "\(path): \(String(cString: strerror(errno)))" }
        defer { close(file) }
        var level = UInt8(ascii: isRaised ? "1" : "0")
        guard Glibc.write(file, &level, 1) == 1 else { return "\(path): \(String(cString: strerror(errno)))" }
        return nil
    }

    /// Whether the file begins with `1`; or what went wrong.
    static func isRaised(_ path: String) -> Result<Bool, HookCommand.Trouble> {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else { return .failure(.init("\(path): \(String(cString: strerror(errno)))")) }
        defer { close(file) }
        var level: UInt8 = 0
        let count = read(file, &level, 1)
        guard count >= 0 || errno == EAGAIN else {
            return .failure(.init("\(path): \(String(cString: strerror(errno)))"))
        }
        return .success(count == 1 && level == UInt8(ascii: "1"))
    }
}
