public import RigModel
internal import StrictYAML

/// Plans made of a BIB file of the original SerialPortPool (`<bib>`, or `<root>` with several).
///
/// What the original does with what it reads keeps its meaning. What it reads or documents and never acts on is taken as
/// it is written, where plans can say it. Nothing is left out in silence: ``notes`` tells of everything else.
public struct XMLImport: Sendable {
    /// In bytes: what the original reads at most.
    public static let sizeLimit = 10 << 20

    /// A plan as text.
    public struct ImportedPlan: Sendable, Hashable {
        /// Its file must be called `<bib>.yaml`.
        public var bib: BIBID
        public var yaml: String
    }
    /// In the order of the file; at least one.
    public let plans: [ImportedPlan]
    /// What was changed, doubted or dropped, in the order of the file.
    public let notes: [ImportNote]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: the file's content; UTF-8, UTF-16 with a byte order mark, or Windows-1252 where it says so.
    ///   - file: its path, as messages name it.
    /// - Throws: every reason why there is no plan: it is not XML, or the original would refuse it, or no plan can say it.
    public init(_ bytes: [UInt8], file: String) throws(XMLProblems) {
        let text = try XMLText(bytes: bytes, file: file)
        let (root, comments) = try XMLTree.read(text)
        let log = ImportLog()
        let drafts = Self.drafts(root, log)
        guard log.problems.isEmpty else { throw XMLProblems(log.problems) }
        if comments > 0 {
            log.note(
                .dropped, root.name, at: root.location,
                comments == 1 ? "a comment of the file" : "\(comments) comments of the file")
        }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        plans = drafts.map { ImportedPlan(bib: BIBID($0.bib), yaml: $0.yaml(source: name)) }
        notes = log.notes.enumerated().sorted {
            ($0.element.location, $0.offset) < ($1.element.location, $1.offset)
        }.map(\.element)
    }

    private static func drafts(_ root: SourceElement, _ log: ImportLog) -> [PlanDraft] {
        switch root.name {
        case "bib": return BIBImport(log: log).read(root).map { [$0] } ?? []
        case "root":
            let reader = ElementReader(root, log)
            let elements = reader.children("bib")
            reader.finish()
            if elements.isEmpty { log.problem("there is no <bib> in <root>", at: root.location) }
            var lines: [String: Int] = [:]
            return elements.compactMap { element in
                let draft = BIBImport(log: log).read(element)
                if let draft, let line = lines.updateValue(element.location.line, forKey: draft.bib) {
                    log.problem(
                        "the BIB '\(draft.bib)' is there already, in line \(line)", at: element.location,
                        hint: "the original takes the last; remove one")
                }
                return draft
            }
        default:
            log.problem(
                "the file begins with <\(root.name)>", at: root.location,
                hint: "the original reads <bib>, or <root> with several")
            return []
        }
    }
}
