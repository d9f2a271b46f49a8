internal import Glibc

/// What this machine calls itself.
enum MachineName {
    /// The host name, and its first word where it has several; empty where it has none.
    static var all: [String] {
        var buffer = [UInt8](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return [] }
        return all(of: String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self))
    }

    static func all(of name: String) -> [String] {
        guard let word = name.split(separator: ".").first, !name.hasPrefix(".") else { return [] }
        return word == name ? [name] : [name, String(word)]
    }
}
