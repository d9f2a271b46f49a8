/// A language of YAML files taught by example, in chapters. Whoever has such a language has its tests read every example.
///
/// `Place` is where in a file of that language an example belongs.
public struct LanguageGuide<Place: Sendable>: Sendable {
    /// One thing that the language can do.
    public struct Chapter: Sendable {
        /// By which it is asked for: `portpool help plan levels`.
        public let name: String
        public let title: String
        /// Paragraphs with empty lines between; how they are broken into lines is no matter.
        public let text: String
        public let example: Example?
        /// What to know once the example was read, as `text` is.
        public let after: String

        public init(_ name: String, _ title: String, _ text: String, _ example: Example? = nil, after: String = "") {
            self.name = name
            self.title = title
            self.text = text
            self.example = example
            self.after = after
        }
    }

    /// YAML, and where it belongs.
    public struct Example: Sendable {
        public let place: Place
        public let yaml: String

        public init(_ place: Place, _ yaml: String) {
            self.place = place
            self.yaml = yaml
        }
    }

    /// The last word of the command that prints it: `board`.
    public let name: String
    public let chapters: [Chapter]
    /// `uutsim help board`
    private let command: String

    /// - Parameter program: whose `help` prints it: `uutsim`.
    public init(of name: String, by program: String, chapters: [Chapter]) {
        self.name = name
        self.chapters = chapters
        command = "\(program) help \(name)"
    }

    /// The whole guide, or one chapter, with prose that fits a terminal of 80 columns.
    ///
    /// - Returns: nil where there is no such chapter.
    public func text(of chapter: String? = nil) -> String? {
        if let chapter { return chapters.first { $0.name == chapter }.map(Self.page) }
        let width = (chapters.map(\.name.count).max() ?? 0) + 2
        let names = chapters.map { entry in
            "  \(entry.name)\(String(repeating: " ", count: width - entry.name.count))\(entry.title)"
        }
        return chapters.map(Self.page).joined(separator: "\n")
            + "\nOne of these alone: \(command) CHAPTER\n\n\(names.joined(separator: "\n"))\n"
    }

    private static func page(_ chapter: Chapter) -> String {
        var parts = ["\(chapter.title.uppercased())  (\(chapter.name))", chapter.text.filled(to: 80)]
        if let example = chapter.example {
            let lines = example.yaml.split(separator: "\n", omittingEmptySubsequences: false)
            parts.append(lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n"))
        }
        if !chapter.after.isEmpty { parts.append(chapter.after.filled(to: 80)) }
        return parts.joined(separator: "\n\n") + "\n"
    }
}

extension String {
    /// Its paragraphs, broken into lines anew that are no longer than `width`, but for words that are. Lines that begin
    /// with a space stay as they are.
    public func filled(to width: Int) -> String {
        var lines: [String] = []
        var open = false
        for line in split(separator: "\n", omittingEmptySubsequences: false) {
            guard let first = line.first, first != " " else {
                lines.append(String(line))
                open = false
                continue
            }
            for word in line.split(separator: " ") {
                if open, let last = lines.last, last.count + 1 + word.count <= width {
                    lines[lines.count - 1] = "\(last) \(word)"
                } else {
                    lines.append(String(word))
                    open = true
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}
