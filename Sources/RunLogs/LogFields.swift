internal import RigModel

/// Lines of the form `# key         value`, which make up the header and the footer of a log.
///
/// No line of a run begins with the sign, so nothing that a unit says can pass for one of them.
struct LogFields: Sendable {
    /// Bytes of a value, at most: so that a footer is always within the last few kilobytes of a file.
    private static let limit = 2_000

    private(set) var text = ""
    private var values: [String: String] = [:]

    init() {}

    init(parsing text: String) {
        for line in text.split(separator: "\n") where line.hasPrefix("# ") {
            let rest = line.dropFirst(2)
            guard let space = rest.firstIndex(of: " ") else { continue }
            values[String(rest[..<space])] = String(rest[space...].drop { $0 == " " })
        }
    }

    /// The value of the last line with this key, as it is written in the file.
    subscript(key: String) -> String? { values[key] }

    mutating func add(_ key: String, _ value: String) {
        text += "# \(key.paddedRight(11)) \(VisibleBytes.text(value.utf8).capped(at: Self.limit))\n"
    }
}

extension String {
    /// Filled with blanks up to `width`.
    func paddedRight(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - utf8.count))
    }
    /// With blanks in front up to `width`.
    func paddedLeft(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - utf8.count)) + self
    }
    /// At most so many bytes, with a sign where it was cut.
    func capped(at limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var cut = utf8.index(utf8.startIndex, offsetBy: limit)
        while cut > utf8.startIndex, cut.samePosition(in: unicodeScalars) == nil { cut = utf8.index(before: cut) }
        return String(self[..<cut]) + " [cut]"
    }
}
