public import RigModel

/// Holding logs against their seals.
extension StoredLogs {
    /// Hands over each log with its state, in the order of BIBs, days and names. Nothing in the folder is changed.
    ///
    /// It reads every byte of them and blocks while it does.
    /// - Parameters:
    ///   - bib: only this BIB's; nil for all.
    ///   - uut: only this unit's; nil for all.
    public func check(bib: BIBID?, uut: UUTInstanceID?, _ body: (LogCheck) -> Void) {
        let verifier = LogVerifier(tree: tree)
        for (path, run) in identities(bib: bib) where uut == nil || run.instance == uut {
            let state: LogCheck.State
            do throws(RunLogError) { state = try verifier.verify(path).state } catch {
                state = .unreadable(error.reason)
            }
            body(LogCheck(run, path: path, state: state))
        }
    }

    /// Which runs have a log, and where; a file that cannot be read, or is no log, is left out.
    func identities(bib: BIBID?) -> [(path: String, run: LogIdentity)] {
        (bib.map(tree.runs(of:)) ?? tree.runs()).sorted().compactMap { path in
            do throws(RunLogError) {
                return LogIdentity(parsing: try LogReading(tree.absolute(path)).header()).map { (path, $0) }
            } catch { return nil }
        }
    }
}
