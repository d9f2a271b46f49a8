/// The plan language by example: what `portpool help plan` prints. Every example is read by the tests.
public enum PlanGuide {
    /// One thing that the language can do.
    public struct Chapter: Sendable {
        /// By which it is asked for: `portpool help plan levels`.
        public let name: String
        public let title: String
        public let text: String
        public let example: Example?
        /// What to know once the example was read.
        public let after: String

        init(_ name: String, _ title: String, _ text: String, _ example: Example? = nil, after: String = "") {
            self.name = name
            self.title = title
            self.text = text
            self.example = example
            self.after = after
        }
    }

    /// YAML, and where in a plan it belongs.
    public struct Example: Sendable {
        public enum Place: Sendable {
            /// A whole file.
            case file
            /// Keys of the top level, beside `uuts`.
            case top
            /// The ports of a unit.
            case ports
            /// Steps of TEST, in a unit with the ports `ctl` and `aux`.
            case steps
        }
        public let place: Place
        public let yaml: String

        init(_ place: Place, _ yaml: String) {
            self.place = place
            self.yaml = yaml
        }
    }

    public static let chapters = first + stepChapters + runChapters

    /// The whole guide, or one chapter.
    ///
    /// - Returns: nil where there is no such chapter.
    public static func text(of name: String? = nil) -> String? {
        guard let name else {
            let names = chapters.map { "  \($0.name.padded(to: 12))\($0.title)" }.joined(separator: "\n")
            return chapters.map(page).joined(separator: "\n")
                + "\nOne of these alone: portpool help plan CHAPTER\n\n\(names)\n"
        }
        return chapters.first { $0.name == name }.map(page)
    }

    private static func page(_ chapter: Chapter) -> String {
        var text = "\(chapter.title.uppercased())  (\(chapter.name))\n\n\(chapter.text)\n"
        if let example = chapter.example {
            let lines = example.yaml.split(separator: "\n", omittingEmptySubsequences: false)
            text += "\n" + lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n") + "\n"
        }
        if !chapter.after.isEmpty { text += "\n\(chapter.after)\n" }
        return text
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
