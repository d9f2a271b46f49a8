public import RigModel

/// Runs as JUnit XML: a run is a test suite, a step is a test case.
///
/// FAIL, CRITICAL and TIMEOUT are failures, since they speak of the unit; ERROR, ABORTED, INTERRUPTED and a run that has
/// not ended are errors, since nothing is known then; WARN passes with a note. Whatever a run came to, its suite is only
/// good where its verdict is: where no step shows the verdict, a test case `run` of its own does.
///
/// `timestamp` is UTC without an offset, as the schema of Ant wants it; the property `started` has the offset. The root
/// has no totals, for a report of a hundred thousand runs is written as it is read; readers add up the suites.
public struct JUnitReport: RunReport {
    private let labels: ExportLabels

    public init(_ labels: ExportLabels) { self.labels = labels }

    public var head: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"portpool\">\n" }
    public var tail: String { "</testsuites>\n" }

    /// The suite of a run.
    public func piece(of run: ExecutionDetail) -> String {
        let request = run.request
        var cases = run.steps.map { JUnitCase($0) }
        if let own = ownCase(of: run, beside: cases) { cases.append(own) }
        return suite(
            name: "\(request.bib)/\(request.instance)", cases: cases,
            duration: run.result?.duration ?? .zero, startedAt: run.startedAt ?? request.requestedAt,
            properties: properties(of: run))
    }

    /// The suite of a run of which no more than this is known.
    ///
    /// - Parameters:
    ///   - id: nil where no run was ever begun.
    ///   - verdict: nil where not even that is known, which is an error.
    ///   - explanation: of the verdict, or why there is none.
    public func piece(
        ofLittleKnown id: ExecutionID?, bib: BIBID, uut: String?, at time: Timestamp, verdict: Verdict?,
        explanation: String
    ) -> String {
        let names = [bib.rawValue, uut].compactMap { $0 }
        let outcome =
            verdict.map { JUnitCase.Outcome($0, message: explanation, body: [explanation]) }
            ?? .error(type: "UNKNOWN", message: explanation, body: [explanation])
        return suite(
            name: names.joined(separator: "/"),
            cases: [
                JUnitCase(className: names.joined(separator: "."), name: "run", duration: .zero, outcome: outcome)
            ], duration: .zero, startedAt: time,
            properties: [("execution", id?.rawValue), ("verdict", verdict?.rawValue), ("explanation", explanation)])
    }

    /// The case of the run as a whole, where its steps do not tell what it came to.
    private func ownCase(of run: ExecutionDetail, beside steps: [JUnitCase]) -> JUnitCase? {
        let outcome: JUnitCase.Outcome
        if let result = run.result {
            outcome = JUnitCase.Outcome(result.verdict, message: result.explanation, body: [result.explanation])
        } else {
            let message = "the run has not ended: it has no verdict yet"
            outcome = .error(type: "NOT_ENDED", message: message, body: [message])
        }
        let isShown =
            switch outcome {
            case .passed: !steps.isEmpty
            case .failure: steps.contains(where: \.isFailure)
            case .error: steps.contains(where: \.isError)
            }
        if isShown { return nil }
        let request = run.request
        return JUnitCase(
            className: "\(request.bib).\(request.instance)", name: "run", duration: run.result?.duration ?? .zero,
            outcome: outcome)
    }

    private func properties(of run: ExecutionDetail) -> [(String, String?)] {
        let (request, result) = (run.request, run.result)
        return [
            ("execution", request.id.rawValue), ("board", request.board.rawValue),
            ("ports", request.ports.map { "\($0.alias)=\($0.port)" }.joined(separator: " ")),
            ("planHash", request.planHash), ("origin", request.origin),
            ("priority", request.priority == 0 ? nil : "\(request.priority)"),
            ("resources", request.resources.map(\.rawValue).joined(separator: " ")),
            ("recovers", request.recovers?.rawValue), ("unitSerial", result?.unitSerial),
            ("started", run.startedAt.map(labels.zone.rfc3339)),
            ("ended", result.map { labels.zone.rfc3339($0.endedAt) }),
            ("verdict", result?.verdict.rawValue), ("explanation", result?.explanation),
            ("stepsDone", "\(result?.stepsDone ?? run.steps.count) of \(request.stepCount)"),
        ]
    }

    private func suite(
        name: String, cases: [JUnitCase], duration: Duration, startedAt: Timestamp, properties: [(String, String?)]
    ) -> String {
        let timestamp = CivilTime(startedAt, offset: 0).rfc3339.prefix(19)
        var xml = """
            <testsuite name="\(Markup.text(name))" tests="\(cases.count)" failures="\(cases.count(where: \.isFailure))" \
            errors="\(cases.count(where: \.isError))" skipped="0" time="\(ReportNumbers.seconds(duration))" \
            timestamp="\(timestamp)" hostname="\(Markup.text(labels.station))">
              <properties>

            """
        for (name, value) in properties {
            guard let value, !value.isEmpty else { continue }
            xml += "    <property name=\"\(name)\" value=\"\(Markup.text(value))\"/>\n"
        }
        xml += "  </properties>\n"
        for testCase in cases { xml += testCase.xml }
        return xml + "</testsuite>\n"
    }
}
