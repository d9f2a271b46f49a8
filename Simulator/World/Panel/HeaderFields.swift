/// The fields of the head of an HTTP/1 message.
struct HeaderFields: Sendable, Hashable {
    /// By name in small letters; of those that come twice, the last.
    private var values: [String: String] = [:]

    /// - Returns: nil where a line is no field.
    init?(_ lines: some Sequence<Substring>) {
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            values[line[..<colon].lowercased()] = Self.trimmed(line[line.index(after: colon)...])
        }
    }

    /// - Parameter name: in small letters.
    subscript(_ name: String) -> String? { values[name] }

    /// The elements of a field that is a list, in small letters and without what surrounds them.
    /// - Parameter name: in small letters.
    func list(_ name: String) -> [String] {
        (values[name] ?? "").split(separator: ",").map { Self.trimmed($0).lowercased() }
    }

    private static func trimmed(_ text: Substring) -> String {
        let blanks: Set<Character> = [" ", "\t"]
        return String(text.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
    }

    /// What `Content-Length` says, 0 where there is none; nil where that is no number of bytes.
    var contentLength: Int? {
        guard let text = values["content-length"] else { return 0 }
        // `Int` alone would read a sign too.
        return text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}
