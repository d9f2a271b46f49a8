import Plans
public import RigModel
import StrictYAML

/// What `portpool import` makes of one file of the original.
public struct PlanImport: Codable, Sendable {
    /// A plan as text; its file must be called `<bib>.yaml`.
    public struct ImportedPlan: Codable, Sendable {
        public let bib: BIBID
        public let yaml: String
    }
    /// What was changed, doubted or dropped.
    public struct Note: Codable, Sendable {
        public let kind: String
        public let line: Int
        public let column: Int
        public let element: String
        public let reason: String
        /// What stands in the plan in its place; nil where nothing does.
        public let became: String?
        /// `file:line:column: kind: element: reason -> became`
        public let text: String
    }
    public let file: String
    /// Empty where there are errors.
    public let plans: [ImportedPlan]
    public let notes: [Note]
    /// `file:line:column: what`, all of them; empty where plans could be made.
    public let errors: [String]

    public init(file: String) {
        self.file = file
        var plans: [ImportedPlan] = []
        var notes: [Note] = []
        do throws(XMLProblems) {
            let imported = try XMLImport(try Self.bytes(of: file), file: file)
            notes = imported.notes.map(Note.init)
            plans = imported.plans.map { ImportedPlan(bib: $0.bib, yaml: $0.yaml) }
            errors = plans.flatMap(Self.faults)
        } catch {
            errors = error.diagnostics.map(\.description)
        }
        self.plans = errors.isEmpty ? plans : []
        self.notes = notes
    }

    /// A file that is larger than any import is read no further than it takes to see that.
    private static func bytes(of file: String) throws(XMLProblems) -> [UInt8] {
        do { return try InputFile.bytes(of: file, limit: XMLImport.sizeLimit + 1) } catch {
            throw XMLProblems(
                "the file cannot be read: \(error)", at: SourceLocation(file: file, line: 1, column: 1))
        }
    }

    /// A plan goes out only if it can come in: it is read as the service would.
    private static func faults(of plan: ImportedPlan) -> [String] {
        do throws(YAMLProblems) {
            _ = try PlanLoader.station.load(Array(plan.yaml.utf8), file: "\(plan.bib).yaml")
            return []
        } catch {
            return error.diagnostics.map { "the plan made of it is not valid: \($0)" }
        }
    }
}

extension PlanImport.Note {
    fileprivate init(_ note: ImportNote) {
        kind = note.kind.rawValue
        line = note.location.line
        column = note.location.column
        element = note.element
        reason = note.reason
        became = note.became
        text = note.description
    }
}
