internal import RigModel

/// The log of one run while it goes on: a file for people and one for programs, with the same lines.
final class RunLog {
    let header: LogHeader
    private let zone: StationZone
    private var format: LineFormat
    private var files: RunLogFiles?
    private var text = LineBuffer()
    private var json = LineBuffer()
    /// Lines of the readable file that the disk did not take.
    private(set) var lostOnDisk = 0
    /// Lines of the file for programs that the disk did not take.
    private var lostInJSON = 0
    /// Lines that there was no room for in memory.
    private var lostInMemory = 0
    /// Lost before there was a file to say so.
    private var lostBeforeFiles = 0
    /// Of the last line: notes, which only know the wall clock, never go back behind it.
    private var elapsed = Duration.zero

    init(header: LogHeader, zone: StationZone) {
        self.header = header
        self.zone = zone
        format = LineFormat(header: header, zone: zone)
    }

    /// Of the readable file, below the root; nil until it could be made.
    var path: String? { files?.path }
    var size: Int { files?.text.bytes ?? 0 }
    /// Lines that one of the files lacks, or both.
    var lacking: Int { max(lostOnDisk, lostInJSON) + lostInMemory }

    func append(_ line: LogLine) {
        elapsed = max(elapsed, line.elapsed)
        let content = VisibleText.bytes(of: line.content)
        format.append(line, content: content, to: &text)
        format.appendJSON(line, content: content, to: &json)
    }

    /// A line on the run itself.
    func note(_ note: String, _ severity: LogLine.Severity = .info, at: Timestamp, phase: Phase?, step: String? = nil) {
        append(
            LogLine(
                execution: header.execution, bib: header.bib, instance: header.instance, at: at,
                elapsed: max(elapsed, header.startedAt.duration(to: at)), severity: severity, phase: phase, step: step,
                content: .note(note)))
    }

    /// So many lines came that there was no room for in memory.
    func lose(_ count: Int, in folder: RunLogFolder) -> RunLogError? {
        let failure = flush(in: folder)
        lostInMemory += count
        if let files {
            files.text.lose(count)
            files.json.lose(count)
        } else {
            lostBeforeFiles += count
        }
        return failure
    }

    /// Writes what waits, one write for each file. What the disk does not take is lost and counted.
    func flush(in folder: RunLogFolder) -> RunLogError? {
        defer { clear() }
        do throws(RunLogError) {
            guard let files else { return try begin(in: folder) }
            return append(to: files)
        } catch {
            lostOnDisk += text.lines
            lostBeforeFiles += text.lines
            return error
        }
    }

    private func append(to files: RunLogFiles) -> RunLogError? {
        let (lost, failure) = files.text.append(text)
        let (alsoLost, jsonFailure) = files.json.append(json)
        lostOnDisk += lost
        lostInJSON += alsoLost
        return failure ?? jsonFailure
    }

    private func clear() {
        text.clear()
        json.clear()
    }

    /// Writes what waits, and ends both files; to be called again where it throws.
    func seal(_ result: ExecutionResult, in folder: RunLogFolder) throws(RunLogError) {
        if files == nil, let failure = flush(in: folder) { throw failure }
        guard let files else { return }
        var seal = LogSeal(result)
        seal.lostLines = lostOnDisk + lostInMemory
        do throws(RunLogError) {
            // The readable file last: where it is sealed, both are.
            if !files.json.isFinished { try files.json.finish(json) { seal.json(over: $0, zone: zone).text } }
            json.clear()
            if !files.text.isFinished { try files.text.finish(text) { seal.text(over: $0, zone: zone) } }
            clear()
        } catch {
            // The seal may be too much, and the lines not.
            throw flush(in: folder) ?? error
        }
    }

    /// Makes both files with their heads and with what waits: one write for each, where there is room for all of it.
    private func begin(in folder: RunLogFolder) throws(RunLogError) -> RunLogError? {
        let files = try folder.makeFiles(for: header, format: format)
        let head = LineBuffer("\(header.text(zone: zone))\(format.title)")
        let jsonHead = LineBuffer(header.json(zone: zone).text)
        if lostBeforeFiles == 0, files.text.takes(head, text), files.json.takes(jsonHead, json) {
            self.files = files
            return nil
        }
        files.text.empty()
        // Both heads before any line: a file without its head says nothing of what it is.
        if let failure = files.text.append(head).failure ?? files.json.append(jsonHead).failure {
            files.remove()
            throw failure
        }
        files.text.lose(lostBeforeFiles)
        files.json.lose(lostBeforeFiles)
        self.files = files
        return append(to: files)
    }
}
