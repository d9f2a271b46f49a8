internal import Logging
internal import RigModel

// What the store gives back after the disk has failed.
extension RunLogWriter {
    /// Has a log rebuilt, as soon as the store has its run.
    mutating func wait(for log: RunLog) {
        let entry = LackingLogs.Log(header: log.header, path: log.path, lines: log.lacking)
        guard !lacking.add(entry) else { return }
        site.logger.error(
            "a log stays as it is, too many wait to be rebuilt",
            metadata: ["execution": "\(log.header.execution)", "path": "\(log.path ?? "none")"])
    }

    /// - Parameter log: gets its path where it has none yet.
    /// - Returns: whether no more is to be done for this log.
    mutating func rebuild(_ log: inout LackingLogs.Log, of run: ExecutionDetail) -> Bool {
        do throws(RunLogError) {
            let path = if let path = log.path { path } else { try makeFiles(for: log.header) }
            log.path = path
            guard let result = run.result,
                let size = try LogRebuilder(tree: site.tree, zone: site.zone).rebuild(path, lost: log.lines, of: run)
            else { return true }
            sealed(log.header, path: path, size: size, result)
            succeeded()
            site.logger.notice(
                "rebuilt a log that had lost lines", metadata: ["path": "\(path)", "lines": "\(log.lines)"])
            return true
        } catch {
            fail(error)
            return false
        }
    }

    /// - Returns: the path of the readable one.
    private mutating func makeFiles(for header: LogHeader) throws(RunLogError) -> String {
        let path = try folder.makeFiles(for: header, format: LineFormat(header: header, zone: site.zone)).path
        index.insert(
            LoggedRun(
                execution: header.execution, path: path, size: 0, verdict: nil, startedAt: header.startedAt),
            header.unit)
        return path
    }

    func noteUnreadable(_ execution: ExecutionID, _ error: any Error) {
        site.logger.warning(
            "the store does not tell of a run whose log lost lines",
            metadata: ["execution": "\(execution)", "cause": "\(error)"])
    }
}
