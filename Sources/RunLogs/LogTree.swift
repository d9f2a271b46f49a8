internal import CLinux
internal import FoundationEssentials
internal import Glibc
internal import RigModel

/// Where things are below the log folder.
struct LogTree: Sendable {
    /// Absolute, without a slash at its end.
    let root: String

    /// `BIB_client_demo/2026-09-01`: below the root, made where it is not there.
    func makeDay(of bib: BIBID, _ time: CivilTime) throws(RunLogError) -> String {
        let path = "\(LogNames.folder(of: bib))/\(time.date)"
        try makeFolder(of: bib, absolute(path))
        return path
    }

    /// Makes a folder of a BIB where it is not there.
    ///
    /// ext4 keeps a folder's files close to those of the folder above, and does not use a deleted file's place again for
    /// minutes: a new file is looked for behind all of those. So that the links in `latest`, which come and go, and days
    /// that are cleared do not slow down the files of today, each folder gets a place of its own.
    private func makeFolder(of bib: BIBID, _ path: String) throws(RunLogError) {
        if access(path, F_OK) == 0 { return }
        let parent = absolute(LogNames.folder(of: bib))
        try makeFolder(parent)
        // Elsewhere it is not known, and not needed.
        for folder in [root, parent] { _ = clinux_spread_folders(folder) }
        try makeFolder(path)
    }

    func absolute(_ path: String) -> String { "\(root)/\(path)" }

    /// The form for programs, beside a readable log.
    static func json(_ path: String) -> String { path.dropLast(".log".count) + ".jsonl" }

    func makeFolder(_ path: String) throws(RunLogError) {
        var made = ""
        for name in path.split(separator: "/") {
            made += "/\(name)"
            guard mkdir(made, 0o777) == 0 || errno == EEXIST else { throw .lastSystemError(path) }
        }
    }

    /// Makes `latest/<unit>_current.log` lead to the log of a run. Who reads it meets the one before or this one, at any
    /// instant.
    func link(_ run: LogIdentity, to path: String) throws(RunLogError) {
        let latest = "\(LogNames.folder(of: run.bib))/latest"
        try makeFolder(of: run.bib, absolute(latest))
        let link = absolute("\(latest)/\(LogNames.current(of: run.instance))")
        let temporary = absolute("\(latest)/.\(LogNames.safe(run.execution.rawValue)).link")
        unlink(temporary)
        // The link is two folders away from the file: BIB_x/latest/l -> ../2026-09-01/f.
        let target = "../" + path.split(separator: "/").dropFirst().joined(separator: "/")
        guard symlink(target, temporary) == 0, rename(temporary, link) == 0 else { throw .lastSystemError(link) }
    }

    /// Links that a service was about to put in place when it died.
    func removeUnfinishedLinks() {
        for bib in names(in: root) where bib.hasPrefix("BIB_") {
            let latest = absolute("\(bib)/latest")
            for name in names(in: latest) where name.hasPrefix(".") && name.hasSuffix(".link") {
                unlink("\(latest)/\(name)")
            }
        }
    }

    /// Below the root.
    static func summary(of bib: BIBID) -> String { "\(LogNames.folder(of: bib))/latest/last_execution_summary.log" }

    /// Replaces a small file as a whole. Not synced: it can be made again from the log.
    func replace(_ path: String, with text: String) throws(RunLogError) {
        let temporary = absolute(path) + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .lastSystemError(temporary) }
        let bytes = Array(text.utf8)
        let written = write(descriptor, bytes, bytes.count)
        close(descriptor)
        guard written == bytes.count, rename(temporary, absolute(path)) == 0 else {
            throw .lastSystemError(absolute(path))
        }
    }

    /// The readable logs of runs that are there, below the root. What cannot be read is left out.
    func runs() -> [String] {
        names(in: root).filter { $0.hasPrefix("BIB_") }.flatMap(runs(inFolder:))
    }

    /// Those of one BIB.
    func runs(of bib: BIBID) -> [String] { runs(inFolder: LogNames.folder(of: bib)) }

    private func runs(inFolder bib: String) -> [String] {
        names(in: absolute(bib)).filter { $0 != "latest" }.flatMap { day in
            names(in: absolute("\(bib)/\(day)")).filter { $0.hasSuffix(".log") && !$0.hasPrefix("daily_summary_") }
                .map { "\(bib)/\(day)/\($0)" }
        }
    }

    private func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
}
