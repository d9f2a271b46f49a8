/// A language of the simulator by example: what `uutsim help board` and `uutsim help bench` print. Every example is read
/// by the tests.
public struct ScriptGuide: Sendable {
    /// One thing that the language can do.
    public struct Chapter: Sendable {
        /// By which it is asked for: `uutsim help board rules`.
        public let name: String
        public let title: String
        public let text: String
        public let example: Example
        /// What to know once the example was read.
        public let after: String

        init(_ name: String, _ title: String, _ text: String, _ example: Example, after: String = "") {
            self.name = name
            self.title = title
            self.text = text
            self.example = example
            self.after = after
        }
    }

    /// YAML, and where it belongs.
    public struct Example: Sendable {
        public enum Place: Sendable {
            /// A whole file.
            case file
            /// The channels of a board, and what stands beside them.
            case channels
            /// The rules of a board with the channels A and B and the variables `n` and `volts`, and what stands beside them.
            case rules
            /// A timeline of a bench with the boards `left` and `right`, in a file of its own.
            case timeline
        }
        public let place: Place
        public let yaml: String

        init(_ place: Place, _ yaml: String) {
            self.place = place
            self.yaml = yaml
        }
    }

    /// `board` or `bench`.
    public let name: String
    public let chapters: [Chapter]

    public static let all = [board, bench]
    public static let board = ScriptGuide(name: "board", chapters: boardChapters + boardOutputChapters)
    public static let bench = ScriptGuide(name: "bench", chapters: benchChapters)

    /// The whole guide, or one chapter.
    ///
    /// - Returns: nil where there is no such chapter.
    public func text(of chapter: String? = nil) -> String? {
        if let chapter { return chapters.first { $0.name == chapter }.map(Self.page) }
        let width = (chapters.map(\.name.count).max() ?? 0) + 2
        let names = chapters.map { entry in
            "  \(entry.name)\(String(repeating: " ", count: width - entry.name.count))\(entry.title)"
        }
        return chapters.map(Self.page).joined(separator: "\n")
            + "\nOne of these alone: uutsim help \(name) CHAPTER\n\n\(names.joined(separator: "\n"))\n"
    }

    private static func page(_ chapter: Chapter) -> String {
        let lines = chapter.example.yaml.split(separator: "\n", omittingEmptySubsequences: false)
        let example = lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        return "\(chapter.title.uppercased())  (\(chapter.name))\n\n\(chapter.text)\n\n\(example)\n"
            + (chapter.after.isEmpty ? "" : "\n\(chapter.after)\n")
    }
}
