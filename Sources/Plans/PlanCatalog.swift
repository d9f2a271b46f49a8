public import RigModel
public import StrictYAML

/// The plans of a station: those that can be used, and those that cannot with the reasons.
public struct PlanCatalog: Sendable {
    /// A plan that can be used.
    public struct Entry: Sendable {
        public var plan: Plan
        /// Where it was read.
        public var file: String
        /// The file as it was read.
        public var text: String
    }
    /// A file that cannot be used.
    public struct Invalid: Sendable {
        /// The BIB that the file's name promises.
        public var bib: BIBID
        public var file: String
        /// As it was read; nil where it could not be read or is not UTF-8.
        public var text: String?
        public var problems: YAMLProblems
    }

    /// By BIB.
    public private(set) var entries: [Entry] = []
    /// By file.
    public private(set) var invalid: [Invalid] = []

    public init() {}

    public var plans: [Plan] { entries.map(\.plan) }
    public func plan(_ bib: BIBID) -> Plan? { entry(bib)?.plan }
    public func entry(_ bib: BIBID) -> Entry? { entries.first { $0.plan.bib == bib } }
    public func invalid(_ bib: BIBID) -> Invalid? { invalid.first { $0.bib == bib } }

    /// Reads a file's bytes and takes it in, valid or not; a plan of the same BIB is replaced.
    public mutating func add(_ bytes: [UInt8], file: String, loader: PlanLoader) {
        let text = String(validating: bytes, as: UTF8.self)
        do {
            let plan = try loader.load(bytes, file: file)
            entries.removeAll { $0.plan.bib == plan.bib }
            entries.append(Entry(plan: plan, file: file, text: text ?? ""))
            entries.sort { $0.plan.bib < $1.plan.bib }
        } catch {
            reject(file: file, text: text, error)
        }
    }

    mutating func reject(file: String, text: String?, _ problems: YAMLProblems) {
        let bib = BIBID(PlanFile.stem(of: file))
        invalid.append(Invalid(bib: bib, file: file, text: text, problems: problems))
        invalid.sort { $0.file < $1.file }
    }
}
