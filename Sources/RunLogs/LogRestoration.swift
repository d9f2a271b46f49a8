internal import RigModel

/// The lines of finished steps that the store has and a log has not, because the service died in between.
struct LogRestoration: Sendable {
    private(set) var text = LineBuffer()
    private(set) var json = LineBuffer()

    /// - Parameter known: the log as far as it was written, in the form for programs. Steps end in order, so the first
    ///   ones of the run are in it.
    init(of run: ExecutionDetail, known: [UInt8], zone: StationZone) {
        guard let startedAt = run.startedAt else { return }
        let missing = run.steps.dropFirst(Self.stepsEnded(in: known))
        guard !missing.isEmpty else { return }
        text.append("# restored    \(missing.count) steps from the store, whose lines had not been written")
        var mark = JSONObject()
        mark.add("type", "restored")
        mark.add("steps", missing.count)
        json.append(mark.text)
        var format = LineFormat(header: LogHeader(run.request, startedAt: startedAt), zone: zone)
        for step in missing {
            for line in StepLines.lines(of: step, since: startedAt) {
                let content = VisibleText.bytes(of: line.content)
                format.append(line, content: content, to: &text)
                format.appendJSON(line, content: content, to: &json)
            }
        }
    }

    var isEmpty: Bool { text.isEmpty }

    /// A step's last line is a note that begins with its verdict.
    private static func stepsEnded(in json: [UInt8]) -> Int {
        json.split(separator: UInt8(ascii: "\n")).count { line in
            let line = String(decoding: line, as: UTF8.self)
            guard line.contains(#","step":""#), let note = line.firstRange(of: #""direction":"--","text":""#) else {
                return false
            }
            return Verdict.allCases.contains { line[note.upperBound...].hasPrefix($0.rawValue) }
        }
    }
}
