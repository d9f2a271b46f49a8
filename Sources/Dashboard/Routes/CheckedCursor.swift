/// A cursor of the store with check digits, as it travels: one that no page has given out is the client's mistake, and
/// is told from a failure of the store before the store is asked.
struct CheckedCursor: Sendable, Hashable, CustomStringConvertible {
    /// As the store gave it.
    let cursor: String

    init(_ cursor: String) { self.cursor = cursor }
    init?(parsing text: String) {
        guard let dot = text.lastIndex(of: ".") else { return nil }
        cursor = String(text[..<dot])
        guard Fingerprint.of(cursor.utf8) == text[text.index(after: dot)...] else { return nil }
    }
    var description: String { "\(cursor).\(Fingerprint.of(cursor.utf8))" }
}
