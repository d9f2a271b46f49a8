import Expressions
import Patterns
import RigModel

/// A step with its patterns compiled, and all of its sentences that no answer changes.
struct CompiledStep: Sendable {
    struct LevelPattern: Sendable {
        let level: Level
        let pattern: Pattern
        /// `pass '^OK$'`.
        let name: String
        /// `; tried before: fail '^ERR'`; empty for the first.
        let triedBefore: String
    }
    /// What a step writes.
    enum Payload: Sendable {
        case nothing
        case fixed([UInt8])
        /// With places for what earlier steps captured.
        case template(TextTemplate, endOfLine: [UInt8])
    }
    let plan: StepPlan
    let payload: Payload
    /// In the order of trying.
    let patterns: [LevelPattern]
    let ignore: [Pattern]
    let until: Pattern?
    let require: Expression?

    init(_ plan: StepPlan, endOfLine: EndOfLine = .crlf) throws(CompilationError) {
        self.plan = plan
        payload = Self.payload(of: plan.action, endOfLine: endOfLine.bytes)
        do {
            var patterns: [LevelPattern] = []
            for (level, texts) in plan.levels.inOrder {
                let word = level.rawValue.lowercased()
                for text in texts {
                    let pattern = try Pattern(text.source)
                    let tried =
                        patterns.isEmpty ? "" : "; tried before: \(patterns.map(\.name).joined(separator: ", "))"
                    patterns.append(
                        LevelPattern(
                            level: level, pattern: pattern, name: "\(word) '\(text.source)'", triedBefore: tried))
                }
            }
            self.patterns = patterns
            ignore = try plan.ignore.map { try Pattern($0.source) }
            until = try plan.until.map { try Pattern($0.source) }
            require = try plan.require.map { try Expression($0.source) }
        } catch {
            throw CompilationError(description: "step '\(plan.id)': \(error)")
        }
    }

    /// Nothing is expected: the step is done when its bytes are sent.
    var expectsNothing: Bool { patterns.isEmpty }

    private static func payload(of action: StepAction, endOfLine: [UInt8]) -> Payload {
        switch action {
        case .sendText(let text):
            let template = TextTemplate(text)
            return switch template.filled({ _, _ in nil }) {
            case .text(let text): .fixed(Array(text.utf8) + endOfLine)
            case .missing: .template(template, endOfLine: endOfLine)
            }
        case .sendBytes(let bytes), .sendFile(_, let bytes): return .fixed(bytes)
        case .listen, .wait, .operator: return .nothing
        }
    }
}
