internal import Dispatch
internal import RigModel

/// Finds the logs of a unit in the tree itself, for those that the index has let go of.
struct LogSearch: Sendable {
    let tree: LogTree
    let unit: LogIndex.Unit

    /// All of the unit's logs, newest first. What cannot be read is left out.
    func runs() async -> [LoggedRun] {
        await onThreadOfItsOwn { paths().compactMap(run).sorted { $0.startedAt > $1.startedAt } }
    }

    /// The log of one run; nil where there is none.
    func run(_ execution: ExecutionID) async -> LoggedRun? {
        // The newest first: an older one is asked for less often.
        await onThreadOfItsOwn { paths().reversed().lazy.compactMap(run).first { $0.execution == execution } }
    }

    /// Blocks on the disk, and for long where there are many: neither a thread that tasks share nor the log writer's.
    private func onThreadOfItsOwn<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(returning: work()) }
        }
    }

    private func paths() -> [String] {
        let prefix = "\(LogNames.safe(unit.instance.rawValue))_port"
        return tree.runs(of: unit.bib).filter { path in
            path.split(separator: "/").last.map { $0.hasPrefix(prefix) } == true
        }.sorted()
    }

    private func run(_ path: String) -> LoggedRun? {
        do throws(RunLogError) {
            let file = try LogReading(tree.absolute(path))
            guard let identity = LogIdentity(parsing: try file.header()), identity.bib == unit.bib,
                identity.instance == unit.instance
            else { return nil }
            return LoggedRun(
                execution: identity.execution, path: path, size: file.size,
                verdict: LogSeal.verdict(in: try file.bottom(LogReading.margin), size: file.size),
                startedAt: identity.startedAt)
        } catch {
            return nil
        }
    }
}
