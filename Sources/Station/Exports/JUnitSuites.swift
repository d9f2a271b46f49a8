import History
public import RigModel

/// The parts of a JUnit XML file, for one that is put together run by run.
public struct JUnitSuites: Sendable {
    private let report: JUnitReport

    /// - Parameter station: the host name in the suites that are made here.
    public init(station: String, zone: StationZone) {
        report = JUnitReport(ExportLabels(station: station, zone: zone))
    }

    public var head: String { report.head }
    public var tail: String { report.tail }

    /// The suite of a run of which no more than this is known.
    ///
    /// - Parameters:
    ///   - id: nil where no run was ever begun.
    ///   - verdict: nil where not even that is known, which is an error.
    ///   - explanation: of the verdict, or why there is none.
    public func suite(
        ofLittleKnown id: ExecutionID?, bib: BIBID, uut: String?, at time: Timestamp, verdict: Verdict?,
        explanation: String
    ) -> String {
        report.piece(ofLittleKnown: id, bib: bib, uut: uut, at: time, verdict: verdict, explanation: explanation)
    }

    /// The suite of a run that has ended.
    public func suite(of run: ExecutionDetail) -> String { report.piece(of: run) }

    /// The suites of a whole document, as the API answers with one; nil where it is none.
    public static func suites(in document: [UInt8]) -> String? {
        let text = String(decoding: document, as: UTF8.self)
        // What a unit said cannot be taken for a tag: in it `<` is always written as a reference.
        guard let first = text.firstRange(of: "<testsuite "), let end = text.ranges(of: "</testsuites>").last else {
            return nil
        }
        return String(text[first.lowerBound..<end.lowerBound])
    }
}
