internal import RigModel

/// The bottom of a run's log: the verdict, and what proves that the file is whole.
struct LogSeal: Sendable, Hashable {
    var verdict: Verdict
    var why: String
    var decidingStep: String?
    var endedAt: Timestamp
    /// nil where nobody knows any more.
    var course: Course?
    /// Lines that could not be written while the run went on.
    var lostLines: Int = 0

    init(_ result: ExecutionResult) {
        verdict = result.verdict
        why = result.explanation
        decidingStep = result.decidingStep
        endedAt = result.endedAt
        course = Course(
            duration: result.duration, stepsDone: result.stepsDone, stepCount: result.request.stepCount)
    }

    /// For a run that the service did not live to end, and the store does not know.
    init(interruptedBefore now: Timestamp) {
        verdict = .interrupted
        why = "the service ended during this run; the log was sealed at its next start"
        endedAt = now
    }

    /// How long the run took and how far it got.
    struct Course: Sendable, Hashable {
        var duration: Duration
        var stepsDone: Int
        var stepCount: Int
    }

    /// Lines, bytes and hash of all that stands above the seal.
    struct Extent: Sendable, Hashable {
        var lines: Int
        var bytes: Int
        /// Lower-case hex SHA-256.
        var sha256: String
    }

    func text(over extent: Extent, zone: StationZone) -> String {
        var fields = LogFields()
        fields.add("verdict", verdict.rawValue)
        if !why.isEmpty { fields.add("why", why) }
        if let decidingStep { fields.add("step", decidingStep) }
        let course =
            course.map { " after \($0.duration.seconds) s, \($0.stepsDone) of \($0.stepCount) steps done" } ?? ""
        fields.add("ended", zone.rfc3339(endedAt) + course)
        if lostLines > 0 { fields.add("lost", "\(lostLines) lines") }
        fields.add("sealed", "\(extent.lines) lines, \(extent.bytes) bytes above, sha256 \(extent.sha256)")
        return "#\n\(fields.text.dropLast())"
    }

    func json(over extent: Extent, zone: StationZone) -> JSONObject {
        var object = JSONObject()
        object.add("type", "seal")
        object.add("verdict", verdict.rawValue)
        object.add("why", why)
        if let decidingStep { object.add("decidingStep", decidingStep) }
        object.add("endTime", zone.rfc3339(endedAt))
        if let course {
            object.add("durationMs", Int(course.duration.milliseconds))
            object.add("stepsDone", course.stepsDone)
            object.add("stepCount", course.stepCount)
        }
        object.add("lostLines", lostLines)
        object.add("lines", extent.lines)
        object.add("bytes", extent.bytes)
        object.add("sha256", extent.sha256)
        return object
    }

    /// The verdict of a sealed file; nil where the file does not end in a seal that fits its length.
    ///
    /// - Parameters:
    ///   - bottom: the last bytes of the file.
    ///   - size: of the whole file.
    static func verdict(in bottom: [UInt8], size: Int) -> Verdict? {
        fields(in: bottom, size: size)?["verdict"].flatMap(Verdict.init)
    }

    /// How many lines a sealed file lacks, as its seal says.
    static func lostLines(in bottom: [UInt8], size: Int) -> Int {
        fields(in: bottom, size: size)?["lost"].flatMap { $0.split(separator: " ").first }.flatMap { Int($0) } ?? 0
    }

    private static func fields(in bottom: [UInt8], size: Int) -> LogFields? {
        guard bottom.last == UInt8(ascii: "\n"), let start = bottom.lastOffset(of: "\n#\n# verdict ") else {
            return nil
        }
        let seal = bottom[(start + 1)...]
        let fields = LogFields(parsing: String(decoding: seal, as: UTF8.self))
        guard let sealed = fields["sealed"],
            let bytes = sealed.split(separator: " ").dropFirst(2).first.flatMap({ Int($0) })
        else { return nil }
        return bytes + seal.count == size ? fields : nil
    }
}

extension Duration {
    /// Seconds with three decimals: `2.078`.
    var seconds: String {
        let milliseconds = milliseconds
        let fraction = String(abs(milliseconds) % 1_000)
        return "\(milliseconds < 0 ? "-" : "")\(abs(milliseconds) / 1_000)."
            + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
    }
}
