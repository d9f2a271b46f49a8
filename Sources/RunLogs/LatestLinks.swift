internal import RigModel

/// Links and summaries in `latest/` that are to be swapped: the last run of each unit or BIB, and not again within a moment.
///
/// Each swap makes a file and deletes one, and a unit that is run a thousand times a second would keep the file system
/// busy with them, for nobody to see.
struct LatestLinks: Sendable {
    struct Link: Sendable {
        var identity: LogIdentity
        /// Of the log, below the root.
        var path: String
        var result: ExecutionResult
    }

    private var waiting = Turns<LogIndex.Unit>()
    private var waitingSummaries = Turns<BIBID>()

    var isEmpty: Bool { waiting.links.isEmpty && waitingSummaries.links.isEmpty }

    mutating func add(_ link: Link) {
        waiting.add(link, for: LogIndex.Unit(bib: link.identity.bib, instance: link.identity.instance))
        addSummary(link)
    }
    mutating func addSummary(_ link: Link) { waitingSummaries.add(link, for: link.identity.bib) }

    /// Those whose unit was swapped longer ago than `interval`; they count as swapped now.
    mutating func due(now: ContinuousClock.Instant, interval: Duration) -> [Link] {
        waiting.due(now: now, interval: interval)
    }

    /// The last runs of BIBs whose summary was written longer ago than that.
    mutating func dueSummaries(now: ContinuousClock.Instant, interval: Duration) -> [Link] {
        waitingSummaries.due(now: now, interval: interval)
    }

    private struct Turns<Key: Hashable & Sendable>: Sendable {
        private(set) var links: [Key: Link] = [:]
        private var done: [Key: ContinuousClock.Instant] = [:]

        mutating func add(_ link: Link, for key: Key) {
            // One that failed comes back behind those that have ended meanwhile.
            if let newer = links[key], newer.result.endedAt > link.result.endedAt { return }
            links[key] = link
        }

        mutating func due(now: ContinuousClock.Instant, interval: Duration) -> [Link] {
            let keys = links.keys.filter { key in done[key].map { $0.duration(to: now) >= interval } ?? true }
            for key in keys { done[key] = now }
            return keys.compactMap { links.removeValue(forKey: $0) }
        }
    }
}
