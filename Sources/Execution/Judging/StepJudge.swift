import Patterns
import RigModel

/// What an answer came to.
struct Judgement: Sendable, Hashable {
    var outcome: Outcome
    var captures: [String: String] = [:]
    var measurements: [MeasurementRecord] = []
    var explanation: String
}

/// Judges the frames of one attempt: the levels CRITICAL, FAIL, WARN, PASS are tried on each complete frame, and the
/// first pattern that fits ends the attempt.
struct StepJudge: Sendable {
    private let step: CompiledStep
    /// Frames that were judged, or collected for `until`.
    private(set) var frameCount = 0
    private var collected: [UInt8] = []
    /// The last frames that fitted nothing, for the explanation.
    private var unmatched: [[UInt8]] = []

    init(_ step: CompiledStep) { self.step = step }

    /// - Returns: nil where the attempt goes on.
    mutating func judge(_ frame: [UInt8]) -> Judgement? {
        do throws(MatchLimitExceeded) {
            if try isIgnored(frame) { return nil }
            frameCount += 1
            if let until = step.until {
                let isLast = try until.match(frame) != nil
                if frameCount > 1 { collected.append(0x0a) }
                collected += frame.prefix(max(0, FrameSplitter.limit - collected.count))
                guard isLast else { return limitReached() }
                return try match(collected) ?? noMatch(after: [collected])
            }
            if let judgement = try match(frame) { return judgement }
        } catch { return overLimit(error) }
        unmatched.append(Array(frame.prefix(200)))
        if unmatched.count > 5 { unmatched.removeFirst() }
        return limitReached()
    }

    /// The deadline has come: a tail without end of line is judged once.
    ///
    /// - Parameter waited: how long the step had, for the explanation.
    func atDeadline(tail: [UInt8], waited: Duration) -> Judgement {
        if !tail.isEmpty, step.until == nil {
            do throws(MatchLimitExceeded) {
                if try !isIgnored(tail), let judgement = try match(tail) { return judgement }
            } catch { return overLimit(error) }
        }
        if frameCount > 0 {
            if step.until != nil { return noMatch(after: [collected]) }
            return noMatch(after: tail.isEmpty ? unmatched : unmatched + [tail])
        }
        let what = tail.isEmpty ? "nothing came" : "only a part of a line came, \(Quoted(tail)),"
        return Judgement(outcome: .timeout, explanation: "\(what) within \(Readable(waited))")
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
        for candidate in step.patterns {
            guard let match = try candidate.pattern.match(bytes) else { continue }
            let captures = match.captures.mapValues { String(decoding: bytes[$0], as: UTF8.self) }
            let found = "\(Quoted(bytes)) fits \(candidate.level.rawValue.lowercased()) '\(candidate.pattern.source)'"
            guard candidate.level <= .warn else {
                return Judgement(outcome: .level(candidate.level), captures: captures, explanation: found)
            }
            let measurements = step.plan.measures.map { $0.judge(captures[$0.name]) }
            let level = measurements.reduce(candidate.level) { max($0, $1.level) }
            return Judgement(
                outcome: .level(level), captures: captures, measurements: measurements,
                explanation: ([found] + measurements.map(\.sentence)).joined(separator: "; "))
        }
        return nil
    }

    private func noMatch(after frames: [[UInt8]]) -> Judgement {
        let tried = step.patterns.map { "\($0.level.rawValue.lowercased()) '\($0.pattern.source)'" }
        let what = frames.map { "\(Quoted($0))" }.joined(separator: ", ")
        return Judgement(
            outcome: .noMatch, explanation: "no pattern fits \(what); tried \(tried.joined(separator: ", "))")
    }

    private func overLimit(_ error: MatchLimitExceeded) -> Judgement {
        let fault = RunFault(
            .matchLimit, port: nil,
            message: "step '\(step.plan.id)': \(error); make the pattern simpler (nested repeats are the usual cause)")
        return Judgement(outcome: .error(fault), explanation: fault.message)
    }
}

/// Bytes as a person reads them in a sentence: visible, in quotes, cut where they are long.
struct Quoted: CustomStringConvertible {
    let description: String
    init(_ bytes: [UInt8]) {
        let text = VisibleBytes.text(bytes.prefix(120))
        description = bytes.count > 120 ? "'\(text)...' (\(bytes.count) bytes)" : "'\(text)'"
    }
}

/// A duration as a plan writes it: `500ms`, `2s`.
struct Readable: CustomStringConvertible {
    let description: String
    init(_ duration: Duration) {
        let milliseconds = duration.milliseconds
        if milliseconds < 1_000 || milliseconds % 100 != 0 {
            description = "\(milliseconds) ms"
        } else if milliseconds % 1_000 == 0 {
            description = "\(milliseconds / 1_000) s"
        } else {
            description = "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
        }
    }
}
