/// Finds where the tags of a well-formed text stand: the parser reports a tag when it is over, without its attributes' places.
///
/// Keeps step with the parser: each call yields the next start tag. True where there is no document type, since then no
/// entity can bring in a tag of its own.
struct XMLTagScanner {
    struct Tag {
        var name: String
        /// Of its `<`.
        var place: Int
        var attributes: [(name: String, place: Int)] = []
    }

    private let scalars: [Unicode.Scalar]
    private var place = 0

    init(_ text: XMLText) { scalars = text.scalars }

    /// Where `<!DOCTYPE` stands; nil where there is none. It can only stand before the first tag.
    static func documentType(of text: XMLText) -> Int? {
        var scanner = XMLTagScanner(text)
        while let open = scanner.findOpening() {
            if scanner.starts("<!DOCTYPE", at: open) || scanner.starts("<!doctype", at: open) { return open }
            guard scanner.skipNoTag(at: open) else { return nil }
        }
        return nil
    }

    mutating func next() -> Tag? {
        while let open = findOpening() {
            if skipNoTag(at: open) { continue }
            if starts("</", at: open) {
                skip(past: ">")
                continue
            }
            return readTag(at: open)
        }
        return nil
    }

    private mutating func findOpening() -> Int? {
        while place < scalars.count, scalars[place] != "<" { place += 1 }
        return place < scalars.count ? place : nil
    }

    /// Skips a comment, CDATA or processing instruction.
    private mutating func skipNoTag(at open: Int) -> Bool {
        for (begin, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
        where starts(begin, at: open) {
            place = open + begin.unicodeScalars.count
            skip(past: end)
            return true
        }
        return false
    }

    private mutating func readTag(at open: Int) -> Tag {
        place = open + 1
        var tag = Tag(name: readName(), place: open)
        while place < scalars.count, scalars[place] != ">" {
            let start = place
            let name = readName()
            guard !name.isEmpty else {
                place = start + 1
                continue
            }
            tag.attributes.append((name, start))
            while place < scalars.count, scalars[place] != "\"", scalars[place] != "'", scalars[place] != ">" {
                place += 1
            }
            guard place < scalars.count, scalars[place] != ">" else { break }
            let mark = String(scalars[place])
            place += 1
            skip(past: mark)
        }
        return tag
    }

    private mutating func readName() -> String {
        let start = place
        while place < scalars.count, !" \t\r\n=/>\"'".unicodeScalars.contains(scalars[place]) { place += 1 }
        return String(String.UnicodeScalarView(scalars[start..<place]))
    }

    private mutating func skip(past end: String) {
        let first = end.unicodeScalars.first
        while place < scalars.count, scalars[place] != first || !starts(end, at: place) { place += 1 }
        place = min(scalars.count, place + end.unicodeScalars.count)
    }

    private func starts(_ word: String, at index: Int) -> Bool {
        scalars[index...].starts(with: word.unicodeScalars)
    }
}
