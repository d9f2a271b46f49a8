import Plans
import RigModel
import StrictYAML

/// The plans of a station as they are now: each file's last good version, and what is wrong with a newer one.
struct PlanShelf: Sendable {
    private struct File: Sendable {
        var path: String
        var good: PlanCatalog.Entry?
        /// Of the file as it is now; empty where that is the good version.
        var errors: [String] = []
        /// Of the file as it is now, where it has errors; nil where it is no text.
        var badText: String?
    }
    private var files: [BIBID: File] = [:]

    init() {}

    /// Takes over what was read of the folder.
    ///
    /// - Parameter unripe: names of files that are being written: they stay as they were.
    /// - Returns: what has changed, by BIB; a file with the same content is no change.
    mutating func take(_ catalog: PlanCatalog, leaving unripe: Set<String> = []) -> [PlanStatus] {
        let before = statuses
        var next: [BIBID: File] = [:]
        for entry in catalog.entries {
            next[entry.plan.bib] = File(path: entry.file, good: entry)
        }
        // Where two files promise one BIB, the first that is a plan by its name counts; the other is in the problems.
        for invalid in catalog.invalid where next[invalid.bib] == nil {
            next[invalid.bib] = File(
                path: invalid.file, good: files[invalid.bib]?.good,
                errors: invalid.problems.diagnostics.map(\.description), badText: invalid.text)
        }
        let isUnripe = { (path: String) in unripe.contains { path.hasSuffix("/\($0)") } }
        for (bib, file) in next where isUnripe(file.path) { next[bib] = files[bib] }
        for (bib, file) in files where next[bib] == nil && isUnripe(file.path) { next[bib] = file }
        files = next
        return changes(since: before)
    }

    private func changes(since before: [PlanStatus]) -> [PlanStatus] {
        let now = statuses
        let gone = before.filter { files[$0.bib] == nil }.map { status in
            PlanStatus(
                bib: status.bib, file: status.file, description: status.description, hash: nil, uuts: [],
                boards: status.boards, errors: [], isRemoved: true)
        }
        return (now.filter { !before.contains($0) } + gone).sorted { $0.bib < $1.bib }
    }

    // MARK: What there is

    /// The last good version of each, in the order of their BIBs.
    var plans: [Plan] { files.sorted { $0.key < $1.key }.compactMap(\.value.good?.plan) }
    func plan(_ bib: BIBID) -> Plan? { files[bib]?.good?.plan }
    /// What is wrong with the file; empty where nothing is, or no such file is known.
    func errors(_ bib: BIBID) -> [String] { files[bib]?.errors ?? [] }
    func isKnown(_ bib: BIBID) -> Bool { files[bib] != nil }
    /// The file as it is now.
    func text(_ bib: BIBID) -> String? {
        guard let file = files[bib] else { return nil }
        return file.errors.isEmpty ? file.good?.text : file.badText
    }

    /// In the order of their BIBs.
    var statuses: [PlanStatus] {
        files.sorted { $0.key < $1.key }.map { bib, file in
            PlanStatus(
                bib: bib, file: file.path, description: file.good?.plan.description ?? "", hash: file.good?.plan.hash,
                uuts: file.good?.plan.uuts.map(\.id) ?? [], boards: file.good?.plan.boards ?? .one,
                errors: file.errors)
        }
    }

    /// Why the station is not well because of its plans, one sentence each.
    var reasons: [String] {
        files.values.filter { !$0.errors.isEmpty }.map { file in
            "the plan \(file.path) has errors; `portpool validate` lists them"
                + (file.good == nil ? "" : ", and the last version without errors stays in use")
        }.sorted()
    }
}
