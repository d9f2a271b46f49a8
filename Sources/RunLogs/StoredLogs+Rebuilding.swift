internal import Glibc
public import RigModel

/// Making logs anew from the store.
extension StoredLogs {
    /// What was done about the log of one run.
    public enum Rebuilding: Sendable, Hashable {
        /// Made anew, at this path below the log folder.
        case rebuilt(String)
        /// It is as it was sealed, and lacks nothing.
        case whole(String)
        /// The service that works in the folder has not sealed it yet.
        case beingWritten(String)
        /// The run has not ended.
        case underWay
        /// The run never had its ports, so that there was nothing to log.
        case neverBegan
    }

    /// By run, the log that it has: for asking for many.
    ///
    /// It reads the top of every log and blocks while it does.
    public func places(bib: BIBID?) -> [ExecutionID: String] {
        Dictionary(identities(bib: bib).map { ($0.run.execution, $0.path) }) { first, _ in first }
    }

    /// Makes a run's log anew where it is missing, lacks lines, was never sealed, or is not what was sealed.
    ///
    /// Its steps come from the store. What the store has not (notes, and the bytes of the safe state) is taken over from
    /// the log as it is, unless that was altered. It blocks on the disk.
    /// - Parameters:
    ///   - path: of the log that it has, from `places`; nil where it has none.
    ///   - isServed: whether a service works in the folder now; then a log without a seal is the service's.
    public func rebuild(
        _ run: ExecutionDetail, at path: String?, zone: StationZone, isServed: Bool
    ) throws(RunLogError) -> Rebuilding {
        guard run.result != nil else { return .underWay }
        guard let startedAt = run.startedAt else { return .neverBegan }
        let header = LogHeader(run.request, startedAt: startedAt)
        let rebuilder = LogRebuilder(tree: tree, zone: zone)
        let made: String
        if let path {
            let finding = try LogVerifier(tree: tree).verify(path)
            switch finding.state {
            case .whole: return .whole(path)
            case .open where isServed: return .beingWritten(path)
            case .open, .lacking, .altered, .unreadable: break
            }
            let known: [UInt8] = if case .altered = finding.json { [] } else { try rebuilder.known(path) }
            let sealed = if case .sealed(let seal) = finding.text { seal.lost } else { 0 }
            let lost = sealed > 0 ? sealed : WrittenLine.lost(in: known)
            _ = try rebuilder.rebuild(path, lost: lost, of: run, known: known)
            made = path
        } else {
            let format = LineFormat(header: header, zone: zone)
            made = try RunLogFolder(tree: tree, zone: zone).makeFiles(for: header, format: format).path
            _ = try rebuilder.rebuild(made, lost: 0, of: run, known: [])
        }
        try link(LogIdentity(header), to: made)
        return .rebuilt(made)
    }

    /// `latest` leads to the unit's newest log: to this one where it is that.
    private func link(_ run: LogIdentity, to path: String) throws(RunLogError) {
        let isNewest = !identities(bib: run.bib).contains { other in
            other.run.instance == run.instance && other.run.startedAt > run.startedAt
        }
        if isNewest { try tree.link(run, to: path) }
    }
}
