import Foundation
import RigModel
import Station

/// The file of `portpool run --junit`.
///
/// It is there from the first moment and at no instant says more than is known: until the end it says that there is no
/// result, so whatever ends this process, nobody takes an old file or half a file for a pass.
actor JUnitFile {
    private let bib: BIBID
    private let suites: JUnitSuites
    private let file: AtomicFile
    /// Runs that began and whose end is not in the file yet, in the order of their beginning.
    private var pending: [(id: ExecutionID, uut: UUTInstanceID)] = []
    private var isEmpty = true
    private var failure: String?
    /// An order may have reached a service whose answer did not come back.
    private var mayHaveBegun = false
    private var trouble: AtomicFile.Trouble?

    /// - Throws: where the file cannot be written; then nothing should be run.
    init(_ path: String, bib: BIBID) throws(AtomicFile.Trouble) {
        self.bib = bib
        let station = StationConfiguration.defaults(state: StatePaths(folder: nil))
        suites = JUnitSuites(station: station.stationID, zone: station.zone)
        if AtomicFile.isReplaceable(path) {
            let first = try AtomicFile(path)
            let suite = suites.suite(
                ofLittleKnown: nil, bib: bib, uut: nil, at: Self.now, verdict: nil,
                explanation: "portpool run has not ended: no result is known")
            try first.write(suites.head + suite + suites.tail)
            try first.commit()
        }
        // Only now: of one process both are written beside the file under the same name.
        file = try AtomicFile(path)
        try file.write(suites.head)
    }

    func began(_ id: ExecutionID, of uut: UUTInstanceID) { pending.append((id, uut)) }

    /// - Parameter suites: of the run, whole.
    func ended(_ id: ExecutionID, suites: String) {
        pending.removeAll { $0.id == id }
        write(suites)
    }

    /// A run whose steps cannot be read.
    func ended(_ run: API.Execution, withoutSteps reason: String) {
        let suite = suites.suite(
            ofLittleKnown: run.executionId, bib: run.bibId, uut: run.uutId.rawValue, at: Self.now,
            verdict: run.verdict, explanation: "\(run.explanation) (its steps cannot be read: \(reason))")
        ended(run.executionId, suites: suite)
    }

    /// What ended the command before its runs.
    /// - Parameter mayHaveBegun: whether nobody knows what became of an order.
    func failed(_ reason: String, mayHaveBegun: Bool = false) {
        failure = failure ?? reason
        self.mayHaveBegun = self.mayHaveBegun || mayHaveBegun
    }

    /// Says of every run that has not ended that its result is not known, and gives the file its name.
    func finish() throws(AtomicFile.Trouble) {
        for run in pending {
            let why = failure ?? "portpool run ended before this run"
            write(
                suites.suite(
                    ofLittleKnown: run.id, bib: bib, uut: run.uut.rawValue, at: Self.now, verdict: nil,
                    explanation: "the result of this run is not known: \(why)"))
        }
        if isEmpty {
            let what = mayHaveBegun ? "the result of this run is not known, nor whether it began" : "nothing was run"
            write(
                suites.suite(
                    ofLittleKnown: nil, bib: bib, uut: nil, at: Self.now, verdict: nil,
                    explanation: "\(what): \(failure ?? "portpool run has said why")"))
        }
        write(suites.tail)
        if let trouble { throw trouble }
        try file.commit()
    }

    /// The first trouble is told at the end: the runs go on.
    private func write(_ text: String) {
        isEmpty = false
        guard trouble == nil else { return }
        do { try file.write(text) } catch { trouble = error }
    }

    private static var now: Timestamp { Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000_000_000)) }
}
