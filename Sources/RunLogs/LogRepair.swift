internal import Glibc
internal import Logging
internal import RigModel

/// Reads the tree at start, and ends the logs that the last service could not end.
struct LogRepair: Sendable {
    /// Enough for any header or seal.
    private static let margin = 16_384

    let tree: LogTree
    let zone: StationZone
    let now: Timestamp
    let logger: Logger

    /// - Returns: the index of all logs, every one of them sealed, as far as the disk allows.
    func sealAll(archive: (any ExecutionArchive)?) async -> LogIndex {
        var index = LogIndex()
        for path in tree.runs().sorted() {
            do throws(RunLogError) {
                if let (run, unit) = try await read(path, archive: archive) { index.insert(run, unit) }
            } catch {
                logger.error("a log cannot be read or sealed", metadata: ["cause": "\(error)"])
            }
        }
        tree.removeUnfinishedLinks()
        return index
    }

    private func read(
        _ path: String, archive: (any ExecutionArchive)?
    ) async throws(RunLogError) -> (LoggedRun, LogIndex.Unit)? {
        let file = try LogReading(tree.absolute(path))
        guard let identity = LogIdentity(parsing: String(decoding: try file.top(Self.margin), as: UTF8.self)) else {
            logger.warning("not the log of a run", metadata: ["path": "\(path)"])
            return nil
        }
        let unit = LogIndex.Unit(bib: identity.bib, instance: identity.instance)
        var run = LoggedRun(
            execution: identity.execution, path: path, size: file.size, verdict: nil, startedAt: identity.startedAt)
        run.verdict = LogSeal.verdict(in: try file.bottom(Self.margin), size: file.size)
        guard run.verdict == nil else { return (run, unit) }

        let seal = await seal(of: identity.execution, archive: archive)
        run.verdict = seal.verdict
        try repairJSON(path.dropLast(".log".count) + ".jsonl", seal: seal)
        run.size = try repairText(path, content: try file.content(), seal: seal)
        try tree.link(identity, to: path)
        logger.notice(
            "sealed a log after the fact", metadata: ["path": "\(path)", "verdict": "\(seal.verdict.rawValue)"])
        return (run, unit)
    }

    /// The store may know how the run ended, where the service died between its verdict and its seal.
    private func seal(of execution: ExecutionID, archive: (any ExecutionArchive)?) async -> LogSeal {
        do {
            if let result = try await archive?.execution(execution)?.result { return LogSeal(result) }
        } catch {
            logger.error(
                "the store does not tell how a run ended",
                metadata: ["execution": "\(execution)", "cause": "\(error)"])
        }
        return LogSeal(interruptedBefore: now)
    }

    /// - Returns: the size of the file as sealed.
    private func repairText(_ path: String, content: [UInt8], seal: LogSeal) throws(RunLogError) -> Int {
        let file = try LineFile(continuing: tree.absolute(path), content: content)
        // What there is of the last line is all that is known.
        if content.last != UInt8(ascii: "\n"), let failure = file.append(LineBuffer("")).failure { throw failure }
        try file.finish(with: seal.text(over: file.extent, zone: zone))
        return file.bytes
    }

    private func repairJSON(_ path: String, seal: LogSeal) throws(RunLogError) {
        let path = tree.absolute(path)
        guard access(path, F_OK) == 0 else { return }
        let content = try LogReading(path).content()
        let end = content.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let lastLine = content[..<max(0, end - 1)].split(separator: UInt8(ascii: "\n")).last ?? []
        if end == content.count, lastLine.starts(with: #"{"type":"seal","#.utf8) { return }
        let file = try LineFile(continuing: path, content: Array(content[..<end]))
        if end < content.count {
            // Half an object would make the whole file unreadable; kept as text it does no harm.
            var torn = JSONObject()
            torn.add("type", "torn")
            torn.add("text", VisibleBytes.text(content[end...]))
            if let failure = file.append(LineBuffer(torn.text)).failure { throw failure }
        }
        try file.finish(with: seal.json(over: file.extent, zone: zone).text)
    }
}
