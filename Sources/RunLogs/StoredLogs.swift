internal import Dispatch
public import RigModel

/// The logs that a folder holds, read as they are: nothing there is made, sealed or linked, whoever works in it.
public struct StoredLogs: Sendable {
    let tree: LogTree

    /// - Parameter folder: absolute; one that is not there holds none.
    public init(folder: String) { tree = LogTree(root: folder) }

    /// The units that have logs.
    public func units() async -> [LoggedUnit] {
        let tree = tree
        // Blocks on the disk, and for long where there are many: no thread that tasks share.
        return await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async { continuation.resume(returning: Self.units(of: tree)) }
        }
    }

    private static func units(of tree: LogTree) -> [LoggedUnit] {
        var counts: [LogIndex.Unit: Int] = [:]
        for path in tree.runs() {
            do throws(RunLogError) {
                guard let identity = LogIdentity(parsing: try LogReading(tree.absolute(path)).header()) else {
                    continue
                }
                counts[LogIndex.Unit(bib: identity.bib, instance: identity.instance), default: 0] += 1
            } catch {
                // Deleted just now, or not to be read by this user: as in the service's own list it is left out.
                continue
            }
        }
        return counts.map { LoggedUnit(bib: $0.key.bib, uut: $0.key.instance, runs: $0.value) }
            .sorted { ($0.bib, $0.uut) < ($1.bib, $1.uut) }
    }

    /// The readable log of a run, or of the unit's newest where `run` is nil; nil where there is none.
    ///
    /// - Throws: `RunLogError` where the file cannot be read.
    public func log(bib: BIBID, uut: UUTInstanceID, run: ExecutionID?) async throws -> [UInt8]? {
        let search = LogSearch(tree: tree, unit: LogIndex.Unit(bib: bib, instance: uut))
        let found = if let run { await search.run(run) } else { await search.runs().first }
        guard let found else { return nil }
        return try LogReading(tree.absolute(found.path)).content()
    }
}
