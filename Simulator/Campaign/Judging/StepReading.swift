internal import Patterns
public import RigModel

/// What a plan's step makes of frames, by the words of the plan alone: a second opinion beside the service's.
public struct StepReading: Sendable {
    public enum Meaning: Sendable, Hashable, CaseIterable {
        /// PASS, and every measurement is within its limits.
        case good
        /// WARN, by a pattern that says so.
        case doubtful
        /// FAIL, CRITICAL, or as many lines without meaning as the step bears.
        case bad
        /// No pattern fits any of them: the step goes on waiting for its answer.
        case nothing
    }

    private enum Sort: CaseIterable { case critical, fail, warn, pass }

    public let step: StepPlan
    private let patterns: [(sort: Sort, pattern: Pattern)]
    private let ignored: [Pattern]
    private let until: Pattern?

    /// - Throws: ``PatternError``, which a plan that was loaded has none of.
    public init(_ step: StepPlan) throws {
        self.step = step
        let sorts = [
            (Sort.critical, step.levels.critical), (.fail, step.levels.fail), (.warn, step.levels.warn),
            (.pass, step.levels.pass),
        ]
        patterns = try sorts.flatMap { sort, texts in try texts.map { (sort, try Pattern($0.source)) } }
        ignored = try step.ignore.map { try Pattern($0.source) }
        until = try step.until.map { try Pattern($0.source) }
    }

    /// The lines of what came, without those that the step ignores.
    public func frames(of bytes: [UInt8]) throws -> [[UInt8]] {
        try StopCheck.lines(bytes).filter { try !isIgnored($0) }
    }

    /// - Throws: where a pattern takes more work than it may.
    public func meaning(of frames: [[UInt8]]) throws -> Meaning {
        var count = 0
        var collected: [[UInt8]] = []
        for frame in frames where try !isIgnored(frame) {
            count += 1
            if let until {
                collected.append(frame)
                if try until.match(frame) != nil {
                    let found = try fit(Array(collected.joined(separator: [0x0A])))
                    return found == .nothing ? .bad : found
                }
            } else {
                let found = try fit(frame)
                if found != .nothing { return found }
            }
            if let most = step.noMatchAfter, count >= most { return .bad }
        }
        return .nothing
    }

    private func isIgnored(_ frame: [UInt8]) throws -> Bool {
        for pattern in ignored where try pattern.match(frame) != nil { return true }
        return false
    }

    private func fit(_ bytes: [UInt8]) throws -> Meaning {
        for (sort, pattern) in patterns {
            guard let match = try pattern.match(bytes) else { continue }
            guard sort == .warn || sort == .pass else { return .bad }
            let captures = match.captures.mapValues { String(decoding: bytes[$0], as: UTF8.self) }
            guard step.measures.allSatisfy({ Self.isWithin($0, captures[$0.name]) }) else { return .bad }
            return sort == .pass ? .good : .doubtful
        }
        return .nothing
    }

    private static func isWithin(_ measure: Measure, _ text: String?) -> Bool {
        guard let value = text.flatMap(Double.init) else { return false }
        return value >= measure.min ?? -.infinity && value <= measure.max ?? .infinity
    }
}
