internal import Glibc
public import RigModel

extension RunLogs: LogArchive {
    public func units() -> [LoggedUnit] { index.units }

    public func runs(bib: BIBID, uut: UUTInstanceID) -> [LoggedRun] {
        index.runs(of: LogIndex.Unit(bib: bib, instance: uut)).map(current)
    }

    public func file(bib: BIBID, uut: UUTInstanceID, run: ExecutionID?) -> LogFile? {
        let unit = LogIndex.Unit(bib: bib, instance: uut)
        // A file that somebody has deleted is nobody's any more.
        while let found = index.run(run, of: unit) {
            let path = tree.absolute(found.path)
            if access(path, F_OK) == 0 {
                return LogFile(
                    run: current(found), absolutePath: path, absoluteJSONPath: path.dropLast(".log".count) + ".jsonl")
            }
            forget(found.execution, of: unit)
        }
        return nil
    }

    /// With the size of now, where the run is under way.
    private func current(_ run: LoggedRun) -> LoggedRun {
        guard let log = openLog(run.execution) else { return run }
        var run = run
        run.size = log.size
        return run
    }
}
