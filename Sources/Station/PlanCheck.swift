import Crypto
import Plans
import RigModel
import StrictYAML

/// What `portpool validate` finds in one file.
public struct PlanCheck: Codable, Sendable {
    public let file: String
    /// `file:line:column: what`, all of them; empty where the file is valid.
    public let errors: [String]
    /// What the plan holds; nil where it is not valid.
    public let summary: String?
    /// What is probably not meant; nil where it was not looked for.
    public let findings: [Finding]?
    /// The longest that a run of each unit can take; nil where the plan is not valid.
    public let longestRuns: [LongestRun]?

    /// Something in a valid plan that is probably not meant.
    public struct Finding: Codable, Sendable {
        /// A name that stays: `shadowed-pattern`.
        public let rule: String
        /// `warning`, or `note` where it is harmless.
        public let weight: String
        public let file: String
        public let line: Int
        public let column: Int
        public let message: String
        public let hint: String?
        /// All of it in one line.
        public let text: String

        init(_ finding: LintFinding) {
            let diagnostic = finding.diagnostic
            rule = finding.rule.rawValue
            weight = finding.rule.weight.rawValue
            file = diagnostic.location.file
            line = diagnostic.location.line
            column = diagnostic.location.column
            message = diagnostic.message
            hint = diagnostic.hint
            text = finding.description
        }
    }

    /// Every step at its deadline, with all its retries.
    public struct LongestRun: Codable, Sendable {
        public let uut: String
        public let milliseconds: Int64
    }

    /// - Parameter lint: whether a valid plan is looked over for what is probably not meant.
    public init(file: String, lint: Bool = false) {
        do throws(YAMLProblems) {
            let inspected = try PlanLoader.station.inspect(try PlanLoader.bytes(of: file), file: file)
            self.init(file: file, inspected, lint: lint)
        } catch {
            self.init(file: file, errors: error.diagnostics.map(\.description))
        }
    }

    private init(file: String, _ inspected: InspectedPlan, lint: Bool) {
        self.file = file
        errors = []
        let plan = inspected.plan
        let steps = plan.uuts.map { $0.start.steps.count + $0.test.steps.count + $0.stop.steps.count }.reduce(0, +)
        summary = "valid: \(Self.count(plan.uuts.count, "unit")), \(Self.count(steps, "step"))"
        findings = lint ? inspected.findings.map(Finding.init) : nil
        longestRuns = inspected.longestRuns.map {
            LongestRun(uut: $0.uut.rawValue, milliseconds: $0.duration.milliseconds)
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private init(file: String, errors: [String]) {
        self.file = file
        self.errors = errors
        summary = nil
        findings = nil
        longestRuns = nil
    }
}

extension PlanLoader {
    /// Names content by its SHA-256.
    static let station = PlanLoader { bytes in
        VisibleBytes.hex(SHA256.hash(data: bytes))
    }

    /// The content of a plan file that a person has named.
    static func bytes(of file: String) throws(YAMLProblems) -> [UInt8] {
        do { return try InputFile.bytes(of: file, mustHaveName: true) } catch {
            let start = SourceLocation(file: file, line: 1, column: 1)
            throw YAMLProblems([Diagnostic("the file cannot be read: \(error)", at: start)])
        }
    }
}
