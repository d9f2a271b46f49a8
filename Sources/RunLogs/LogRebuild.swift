internal import RigModel

/// A log that lost lines, made anew: its steps from the store, and what the log itself has beside them.
///
/// The store keeps every byte of a finished step, but no notes on the run and no bytes of its safe state; those are taken
/// over from the log as far as they are in it. The times of restored bytes are those of their attempt. Made again, of a
/// log that was made so, it is the same.
struct LogRebuild: Sendable {
    private(set) var text: LineBuffer
    private(set) var json: LineBuffer
    let seal: LogSeal
    private var format: LineFormat

    /// - Parameters:
    ///   - lost: lines that were lost.
    ///   - known: the log as it is, in the form for programs; empty where there is none.
    /// - Returns: nil where the run had not begun or has not ended, as far as the store knows.
    init?(of run: ExecutionDetail, lost: Int, known: [UInt8], zone: StationZone) {
        guard let result = run.result, let startedAt = run.startedAt else { return nil }
        let header = LogHeader(run.request, startedAt: startedAt)
        format = LineFormat(header: header, zone: zone)
        seal = LogSeal(result)
        text = LineBuffer("\(header.text(zone: zone))\(format.title)")
        json = LineBuffer(header.json(zone: zone).text)
        mark(lost: lost, missingSteps: max(0, result.stepsDone - run.steps.count))

        let end = LogLine(
            execution: run.request.id, bib: run.request.bib, instance: run.request.instance, at: result.endedAt,
            elapsed: max(.zero, startedAt.duration(to: result.endedAt)),
            severity: RunNotes.severity(of: result.verdict), phase: nil, step: nil,
            content: .note(RunNotes.end(of: result)))
        let restored = run.steps.flatMap { StepLines.lines(of: $0, since: startedAt) }
        let other = OtherLines(than: restored + [end], run: run, hasAllSteps: run.steps.count >= result.stepsDone)
        let kept = WrittenLine.all(in: known, of: run.request).filter(other.contains)
        for entry in Self.merged(restored.map(Entry.init), kept.map(Entry.init)) + [Entry(end)] { append(entry) }
    }

    private mutating func mark(lost: Int, missingSteps: Int) {
        let reason = lost > 0 ? ", for \(lost) lines had been lost" : ""
        text.append("# rebuilt     from the store\(reason); bytes bear the times of their attempts")
        var rebuilt = JSONObject()
        rebuilt.add("type", "rebuilt")
        rebuilt.add("lines", lost)
        json.append(rebuilt.text)
        guard missingSteps > 0 else { return }
        text.append("# lost        \(missingSteps) finished steps, which the store could not keep either")
        var missing = JSONObject()
        missing.add("type", "lost")
        missing.add("steps", missingSteps)
        json.append(missing.text)
    }

    private mutating func append(_ entry: Entry) {
        format.append(entry.line, content: entry.content, to: &text)
        format.appendJSON(entry.line, content: entry.content, to: &json)
    }

    private struct Entry {
        let line: LogLine
        let content: [UInt8]

        init(_ line: LogLine) {
            self.line = line
            content = VisibleText.bytes(of: line.content)
        }
        init(_ written: WrittenLine) {
            line = written.line
            content = Array(written.text.utf8)
        }
    }

    /// Both in their own order, side by side as the clock has it. A file's times have milliseconds: at the same one a
    /// phase begins before its steps, and what was noted on a step or behind all of them follows its bytes.
    private static func merged(_ restored: [Entry], _ kept: [Entry]) -> [Entry] {
        var merged: [Entry] = []
        var next = 0
        for entry in kept {
            let isFront = entry.line.phase != nil && entry.line.step == nil
            let time = entry.line.at.milliseconds
            while next < restored.count {
                let other = restored[next].line.at.milliseconds
                guard other < time || other == time && !isFront && next > 0 else { break }
                merged.append(restored[next])
                next += 1
            }
            merged.append(entry)
        }
        return merged + restored[next...]
    }
}

/// Tells the lines of a log that are not restored from the store anyway.
private struct OtherLines {
    private let steps: [String: [ClosedRange<Int64>]]
    private let notes: Set<String>
    private let leftOvers: Set<String>
    private let hasAllSteps: Bool

    init(than restored: [LogLine], run: ExecutionDetail, hasAllSteps: Bool) {
        self.hasAllSteps = hasAllSteps
        steps = Dictionary(grouping: run.steps, by: \.stepID).mapValues { $0.map(\.milliseconds) }
        notes = Set(restored.compactMap { if case .note = $0.content { $0.content.text } else { nil } })
        leftOvers = Set(run.steps.flatMap(\.attempts).map { VisibleBytes.text($0.leftOver) })
    }

    func contains(_ written: WrittenLine) -> Bool {
        let line = written.line
        switch line.content {
        case .note: return !notes.contains(written.text)
        // Bytes left over are noted on the run and not on its step.
        case .discarded where line.step == nil: return !leftOvers.contains(written.text)
        case .sent, .received, .discarded:
            guard let times = line.step.flatMap({ steps[$0] }) else { return true }
            return !hasAllSteps && !times.contains { $0.contains(line.at.milliseconds) }
        }
    }
}

extension StepRecord {
    /// From its begin to its end, as the times in a file tell it.
    fileprivate var milliseconds: ClosedRange<Int64> {
        let start = startedAt.milliseconds
        return start...max(start, startedAt.advanced(by: duration).milliseconds)
    }
}

extension Timestamp {
    fileprivate var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
