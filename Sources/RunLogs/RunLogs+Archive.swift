internal import Glibc
public import RigModel

extension RunLogs: LogArchive {
    public func units() -> [LoggedUnit] { index.units }

    public func runs(bib: BIBID, uut: UUTInstanceID) async -> [LoggedRun] {
        let unit = LogIndex.Unit(bib: bib, instance: uut)
        let recent = index.runs(of: unit).map(current)
        guard index.hasOlder(unit) else { return recent }
        let known = Set(recent.map(\.execution))
        return recent + (await LogSearch(tree: tree, unit: unit).runs().filter { !known.contains($0.execution) })
    }

    public func file(bib: BIBID, uut: UUTInstanceID, run: ExecutionID?) async -> LogFile? {
        let unit = LogIndex.Unit(bib: bib, instance: uut)
        // A file that somebody has deleted is nobody's any more.
        while let found = index.run(run, of: unit) {
            let path = tree.absolute(found.path)
            if access(path, F_OK) == 0 { return file(of: current(found)) }
            forget(found.execution, of: unit)
        }
        // Older than the index reaches back, or made anew from the store beside this service.
        guard let run else { return nil }
        return await LogSearch(tree: tree, unit: unit).run(run).map(file)
    }

    private nonisolated func file(of run: LoggedRun) -> LogFile {
        let path = tree.absolute(run.path)
        return LogFile(run: run, absolutePath: path, absoluteJSONPath: path.dropLast(".log".count) + ".jsonl")
    }

    /// With the size of now, where the run is under way.
    private func current(_ run: LoggedRun) -> LoggedRun {
        guard let log = openLog(run.execution) else { return run }
        var run = run
        run.size = log.size
        return run
    }
}
