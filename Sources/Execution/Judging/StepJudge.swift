import Patterns
import RigModel

/// Judges the frames of one attempt: the levels CRITICAL, FAIL, WARN, PASS are tried on each complete frame, and the
/// first pattern that fits ends the attempt.
struct StepJudge: Sendable {
    /// Frames that fitted nothing and are named in the explanation.
    private static let namedFrames = 5

    private let step: CompiledStep
    private var echo: EchoFilter
    private let given: [String: String]
    /// Frames that were judged, or collected for `until`.
    private(set) var frameCount = 0
    private var collected: [UInt8] = []
    private var hasCollected = false
    private var isCut = false
    /// Frames that fitted nothing.
    private var passedOver = 0
    /// The last frames that fitted nothing, for the explanation.
    private(set) var unmatched: [[UInt8]] = []

    /// - Parameters:
    ///   - command: what was sent, to know its echo.
    ///   - echo: where more is known of the line than the plan says.
    ///   - given: captures that no pattern makes.
    init(
        _ step: CompiledStep, command: [UInt8] = [], echo policy: EchoPolicy? = nil, given: [String: String] = [:]
    ) {
        self.step = step
        self.given = given
        echo = EchoFilter(policy ?? step.plan.echo, of: command)
    }

    /// Whether an echo of the command was heard and left out.
    var hasHeardEcho: Bool { echo.hasHeardEcho }

    /// Whether a frame that was judged is the command, word for word.
    var hasJudgedEcho: Bool { unmatched.contains { echo.equalsCommand($0) } }

    /// - Returns: nil where the attempt goes on.
    mutating func judge(_ frame: [UInt8]) -> Judgement? {
        do throws(MatchLimitExceeded) {
            if try isIgnored(frame) { return nil }
            guard let frame = echo.rest(of: frame) else { return nil }
            frameCount += 1
            if let until = step.until {
                collect(frame)
                guard try until.match(frame) != nil else { return limitReached() }
                return try match(collected) ?? noMatch(after: [collected])
            }
            if let judgement = try match(frame) { return judgement }
            note(frame)
        } catch { return overLimit(error) }
        return limitReached()
    }

    /// The deadline has come: a tail without end of line is judged once.
    ///
    /// - Parameter waited: how long the step had, for the explanation.
    mutating func atDeadline(tail: [UInt8], waited: Duration) -> Judgement {
        do throws(MatchLimitExceeded) {
            if !tail.isEmpty, try !isIgnored(tail), let rest = echo.rest(of: tail) {
                if let until = step.until {
                    if try until.match(rest) != nil {
                        collect(rest)
                        return try match(collected) ?? noMatch(after: [collected])
                    }
                } else if let judgement = try match(rest) {
                    return judgement
                }
            }
        } catch { return overLimit(error) }
        if frameCount > 0 {
            if let until = step.until {
                var judgement = noMatch(after: [collected])
                judgement.explanation += "; nothing fitted until '\(until.source)'"
                return judgement
            }
            return noMatch(after: tail.isEmpty ? unmatched : unmatched + [tail])
        }
        let what =
            tail.isEmpty
            ? (hasHeardEcho ? "only the echo of the command came" : "nothing came")
            : "only a part of a line came, \(Quoted(tail)),"
        return Judgement(outcome: .timeout, explanation: "\(what) within \(Readable(waited))")
    }

    /// A text that is an answer by itself: there is no next one to wait for.
    mutating func judgeAlone(_ text: [UInt8]) -> Judgement { judge(text) ?? noMatch(after: [text]) }

    private mutating func collect(_ frame: [UInt8]) {
        let next = hasCollected ? [0x0a] + frame : frame
        hasCollected = true
        let room = FrameSplitter.limit - collected.count
        isCut = isCut || next.count > room
        collected += next.prefix(room)
    }

    private mutating func note(_ frame: [UInt8]) {
        passedOver += 1
        if unmatched.count == Self.namedFrames { unmatched.removeFirst() }
        unmatched.append(frame)
    }

    private func isIgnored(_ bytes: [UInt8]) throws(MatchLimitExceeded) -> Bool {
        for pattern in step.ignore where try pattern.match(bytes) != nil { return true }
        return false
    }

    private func limitReached() -> Judgement? {
        guard let most = step.plan.noMatchAfter, frameCount >= most else { return nil }
        return noMatch(after: step.until == nil ? unmatched : [collected])
    }

    private func match(_ bytes: [UInt8]) throws(MatchLimitExceeded) -> Judgement? {
        for (index, candidate) in step.patterns.enumerated() {
            guard let match = try candidate.pattern.match(bytes) else { continue }
            let captures = given.merging(
                match.captures.lazy.map { ($0.key, String(decoding: bytes[$0.value], as: UTF8.self)) },
                uniquingKeysWith: { $1 })
            let measurements = candidate.level <= .warn ? step.plan.measures.map { $0.judge(captures[$0.name]) } : []
            let level = measurements.reduce(candidate.level) { max($0, $1.level) }
            return Judgement(
                outcome: .level(level), captures: captures, measurements: measurements,
                explanation: explanation(of: bytes, index, captures, measurements))
        }
        return nil
    }

    /// What fitted what, what it captured and measured, and what was tried in vain before.
    private func explanation(
        of bytes: [UInt8], _ index: Int, _ captures: [String: String], _ measurements: [MeasurementRecord]
    ) -> String {
        var text = "\(Quoted(bytes)) fits \(step.patterns[index].name)"
        if isCut { text += " (of the first 64 KiB)" }
        for name in step.patterns[index].pattern.captureNames {
            guard let value = captures[name], !measurements.contains(where: { $0.name == name }) else { continue }
            text += "; \(name) = \(Quoted(value))"
        }
        for measurement in measurements { text += "; \(measurement.sentence)" }
        text += step.patterns[index].triedBefore
        if passedOver > 0, let last = unmatched.last {
            text +=
                "; \(passedOver) \(passedOver == 1 ? "line" : "lines") before it fitted nothing, last \(Quoted(last))"
        }
        return text
    }

    private func noMatch(after frames: [[UInt8]]) -> Judgement {
        let what = frames.map { "\(Quoted($0))" }.joined(separator: ", ")
        let more = passedOver - unmatched.count
        return Judgement(
            outcome: .noMatch,
            explanation: "no pattern fits \(what)" + (more > 0 ? " and \(more) lines before" : "")
                + "; tried \(step.patterns.map(\.name).joined(separator: ", "))")
    }

    private func overLimit(_ error: MatchLimitExceeded) -> Judgement {
        let fault = RunFault(
            .matchLimit, port: nil,
            message: "step '\(step.plan.id)': \(error); make the pattern simpler (nested repeats are the usual cause)")
        return Judgement(outcome: .error(fault), explanation: fault.message)
    }
}
