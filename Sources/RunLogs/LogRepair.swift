internal import Glibc
internal import Logging
internal import RigModel

/// Reads the tree at start, and ends the logs that the last service could not end.
struct LogRepair: Sendable {
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
        guard let identity = LogIdentity(parsing: try file.header()) else {
            logger.warning("not the log of a run", metadata: ["path": "\(path)"])
            return nil
        }
        let unit = LogIndex.Unit(bib: identity.bib, instance: identity.instance)
        var run = LoggedRun(
            execution: identity.execution, path: path, size: file.size, verdict: nil, startedAt: identity.startedAt)
        let bottom = try file.bottom(LogReading.margin)
        run.verdict = LogSeal.verdict(in: bottom, size: file.size)
        let lost = LogSeal.lostLines(in: bottom, size: file.size)
        guard run.verdict == nil || lost > 0 else { return (run, unit) }

        let detail = await detail(of: identity.execution, archive: archive)
        if let detail, let size = rebuild(path, lost: lost, of: detail) {
            run.verdict = detail.result?.verdict
            run.size = size
            try tree.link(identity, to: path)
            return (run, unit)
        }
        guard run.verdict == nil else { return (run, unit) }
        // The store may know how the run ended, where the service died between its verdict and its seal.
        let seal = detail?.result.map(LogSeal.init) ?? LogSeal(interruptedBefore: now)
        run.verdict = seal.verdict
        let restored = try repairJSON(path.dropLast(".log".count) + ".jsonl", seal: seal, detail: detail)
        run.size = try repairText(path, content: try file.content(), seal: seal, restored: restored)
        try tree.link(identity, to: path)
        logger.notice(
            "sealed a log after the fact", metadata: ["path": "\(path)", "verdict": "\(seal.verdict.rawValue)"])
        return (run, unit)
    }

    /// - Parameter lost: lines, as the seal says; 0 where there is none, and the marks in the file tell.
    /// - Returns: the size of the log as rebuilt; nil where it lacks nothing, or cannot be rebuilt now.
    private func rebuild(_ path: String, lost: Int, of run: ExecutionDetail) -> Int? {
        do throws(RunLogError) {
            let rebuilder = LogRebuilder(tree: tree, zone: zone)
            let lost = lost > 0 ? lost : WrittenLine.lost(in: try rebuilder.known(path))
            guard lost > 0, let size = try rebuilder.rebuild(path, lost: lost, of: run) else { return nil }
            logger.notice("rebuilt a log that had lost lines", metadata: ["path": "\(path)", "lines": "\(lost)"])
            return size
        } catch {
            logger.error("a log that lost lines cannot be rebuilt", metadata: ["cause": "\(error)"])
            return nil
        }
    }

    private func detail(of execution: ExecutionID, archive: (any ExecutionArchive)?) async -> ExecutionDetail? {
        do { return try await archive?.execution(execution) } catch {
            logger.error(
                "the store does not tell how a run ended",
                metadata: ["execution": "\(execution)", "cause": "\(error)"])
            return nil
        }
    }

    /// - Returns: the size of the file as sealed.
    private func repairText(
        _ path: String, content: [UInt8], seal: LogSeal, restored: LineBuffer
    ) throws(RunLogError) -> Int {
        let file = try LineFile(continuing: tree.absolute(path), content: content)
        // What there is of the last line is all that is known.
        if content.last != UInt8(ascii: "\n"), let failure = file.append(LineBuffer("")).failure { throw failure }
        if let failure = file.append(restored).failure { throw failure }
        try file.finish { seal.text(over: $0, zone: zone) }
        return file.bytes
    }

    /// - Returns: lines for the readable file that the store still had.
    private func repairJSON(
        _ path: String, seal: LogSeal, detail: ExecutionDetail?
    ) throws(RunLogError) -> LineBuffer {
        let path = tree.absolute(path)
        guard access(path, F_OK) == 0 else { return LineBuffer() }
        let content = try LogReading(path).content()
        let end = content.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let lastLine = content[..<max(0, end - 1)].split(separator: UInt8(ascii: "\n")).last ?? []
        if end == content.count, lastLine.starts(with: #"{"type":"seal","#.utf8) { return LineBuffer() }
        let file = try LineFile(continuing: path, content: Array(content[..<end]))
        if end < content.count {
            // Half an object would make the whole file unreadable; kept as text it does no harm.
            var torn = JSONObject()
            torn.add("type", "torn")
            torn.add("text", VisibleBytes.text(content[end...]))
            if let failure = file.append(LineBuffer(torn.text)).failure { throw failure }
        }
        let restoration = detail.map { LogRestoration(of: $0, known: content, zone: zone) }
        if let restoration, let failure = file.append(restoration.json).failure { throw failure }
        try file.finish { seal.json(over: $0, zone: zone).text }
        return restoration?.text ?? LineBuffer()
    }
}
