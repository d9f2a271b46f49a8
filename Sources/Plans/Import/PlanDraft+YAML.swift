internal import RigModel

extension PlanDraft {
    /// What the original takes where a step says nothing; `defaults` of every plan that is written.
    static let timeout = Duration.seconds(5)
    private static let widest = 118

    /// The text of the plan's file.
    ///
    /// - Parameter source: the name of the file that it was made of.
    func yaml(source: String) -> String {
        let doubts = allComments.count { $0.hasPrefix("doubt") }
        var lines = Self.comment(
            "Made by portpool import of \(ImportLog.visible(source)). "
                + (doubts == 0
                    ? "What it changed and left out is in its report."
                    : doubts == 1 ? "One doubt is marked below." : "\(doubts) doubts are marked below."),
            indent: 0)
        lines += ["version: 1", "bib: \(YAMLQuoting.name(bib))"]
        if !description.isEmpty { lines.append("description: \(YAMLQuoting.double(description))") }
        lines += comments.flatMap { Self.comment($0, indent: 0) }
        lines.append("match: { product: \(YAMLQuoting.double(bib)), vid: \"0403\" }")
        lines.append("defaults: { timeout: \(Self.text(Self.timeout)) }")
        lines.append("uuts:")
        for uut in uuts { lines += Self.lines(uut) }
        if raisesHardware {
            lines += Self.comment(
                "For trigger_hardware: name the file of the line, and remove the mark before 'hooks'.", indent: 0)
            lines.append("# hooks: { critical: { file: /run/portpool/critical, pulse: 2s } }")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `5s`, `1500ms`.
    static func text(_ duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        let whole = Int(milliseconds)
        return whole.isMultiple(of: 1000) ? "\(whole / 1000)s" : "\(whole)ms"
    }

    private var allComments: [String] {
        comments
            + uuts.flatMap { uut in
                uut.comments + uut.ports.flatMap(\.comments) + uut.phases.values.joined().flatMap(\.comments)
            }
    }

    private static func lines(_ uut: UUT) -> [String] {
        var lines = ["  - id: \(YAMLQuoting.name(uut.id))"]
        lines += uut.comments.flatMap { comment($0, indent: 4) }
        lines.append("    ports:")
        for port in uut.ports {
            lines += port.comments.flatMap { comment($0, indent: 6) }
            lines.append("      \(port.alias): \(flow(port.keys))")
        }
        for phase in Phase.allCases {
            guard let steps = uut.phases[phase], !steps.isEmpty else { continue }
            lines.append("    \(phase.rawValue.lowercased()):")
            for step in steps { lines += Self.lines(step) }
        }
        return lines
    }

    private static func lines(_ step: Step) -> [String] {
        let comments = step.comments.flatMap { comment($0, indent: 6) }
        let id = Key("id", step.id)
        let short = "      - " + flow([id] + step.keys)
        if step.levels.isEmpty, short.unicodeScalars.count <= widest { return comments + [short] }
        var lines = comments + ["      - id: \(step.id)"]
        lines += step.keys.map { "        \($0.name): \($0.value)" }
        if !step.levels.isEmpty {
            lines.append("        levels:")
            lines += step.levels.map { "          \($0.name): \($0.value)" }
        }
        return lines
    }

    private static func flow(_ keys: [Key]) -> String {
        "{ " + keys.map { "\($0.name): \($0.value)" }.joined(separator: ", ") + " }"
    }

    /// A comment in lines that fit a page.
    private static func comment(_ text: String, indent: Int) -> [String] {
        let begin = String(repeating: " ", count: indent) + "#"
        var lines: [String] = []
        var line = begin
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            if line.count > begin.count, line.count + word.count + 1 > widest {
                lines.append(line)
                line = begin + "  "
            }
            line += " \(word)"
        }
        return lines + [line]
    }
}
