internal import Glibc
internal import RigModel

/// Puts a log that was made anew in the place of one that lost lines.
struct LogRebuilder: Sendable {
    let tree: LogTree
    let zone: StationZone

    /// Whoever reads the log meanwhile has the one before or the new one, as a whole.
    ///
    /// - Parameters:
    ///   - path: of the readable file, below the root.
    ///   - lost: lines that the log lacks.
    /// - Returns: the new size; nil where the store does not know how the run ended.
    func rebuild(_ path: String, lost: Int, of run: ExecutionDetail) throws(RunLogError) -> Int? {
        try rebuild(path, lost: lost, of: run, known: try known(path))
    }

    /// - Parameter known: what is taken for the log as it is, in the form for programs.
    func rebuild(
        _ path: String, lost: Int, of run: ExecutionDetail, known: [UInt8]
    ) throws(RunLogError) -> Int? {
        guard let log = LogRebuild(of: run, lost: lost, known: known, zone: zone) else { return nil }
        // The readable file last: where its seal says that nothing is lost, both are whole.
        _ = try replace(LogTree.json(path), with: log.json) { log.seal.json(over: $0, zone: zone).text }
        return try replace(path, with: log.text) { log.seal.text(over: $0, zone: zone) }
    }

    /// The log as it is, in the form for programs; empty where it has none.
    func known(_ path: String) throws(RunLogError) -> [UInt8] {
        let path = tree.absolute(LogTree.json(path))
        return access(path, F_OK) == 0 ? try LogReading(path).content() : []
    }

    /// - Returns: the size of the file.
    private func replace(
        _ path: String, with content: LineBuffer, seal: (LogSeal.Extent) -> String
    ) throws(RunLogError) -> Int {
        let path = tree.absolute(path)
        let temporary = path + ".new"
        unlink(temporary)
        do throws(RunLogError) {
            guard let file = try LineFile(creating: temporary, loss: { "\($0) lines lost" }) else {
                throw .cannotOpen(path: temporary, reason: "somebody else makes it")
            }
            try file.finish(content, with: seal)
            guard rename(temporary, path) == 0 else { throw .lastSystemError(path) }
            return file.bytes
        } catch {
            unlink(temporary)
            throw error
        }
    }
}
