import Glibc
import Logging
import Plans
import ServiceLifecycle

/// Follows the folder of plans: what is added, changed or removed there holds for the next runs, at once.
///
/// The kernel tells of changes; a sweep every second finds what it does not tell of, and all of it where it tells
/// nothing. A file that somebody is writing is left alone until it is whole.
struct PlanFollowing: Service {
    let folder: PlanFolder
    let watch: FolderWatch
    let boards: StationBoards
    let health: HealthBoard
    let logger: Logger
    /// What the folder looked like before it was read first.
    let first: FolderPrint?

    private static let sweepEvery: Duration = .seconds(1)
    /// Editors save in several steps, which are over by then.
    private static let quiet: Duration = .milliseconds(50)
    /// A folder in which something happens all the time is read all the same.
    private static let patience: Duration = .seconds(1)

    func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskCancellationHandler {
                await follow()
            } onCancel: {
                Task { await watch.end() }
            }
        }
    }

    private func follow() async {
        var sweep = FolderSweep(read: first)
        var complaint: String?
        var watched = await listen(&complaint)
        while true {
            switch await watch.next(until: .now + Self.sweepEvery) {
            case .ended: return
            case .changed:
                guard await settle() else { return }
                await read(&sweep)
            case .lost: watched = await listen(&complaint)
            case .quiet:
                let print = FolderPrint(of: folder.path)?.leaving(await watch.unripe())
                // Another folder in the place of the one that is heard, or the first one at last.
                if print?.folder != watched?.folder { watched = await listen(&complaint) }
                if sweep.look(print) { await read(&sweep) }
            }
        }
    }

    /// Listens to the folder that is there now.
    ///
    /// - Parameter complaint: what is known to be wrong with that; told once, however often it is tried.
    private func listen(_ complaint: inout String?) async -> FolderPrint? {
        let trouble = await watch.begin()
        let now = FolderPrint(of: folder.path)
        // A folder that is not there is told of by who reads it.
        let news =
            now == nil
            ? nil
            : trouble.map { "changes of the plans in \(folder.path) are noticed only after some seconds: \($0)" }
        if let news, news != complaint { logger.warning("\(news)") }
        complaint = news
        health.report(news.map { [$0] } ?? [], from: "plans-watch")
        return trouble == nil ? now : nil
    }

    /// Waits until nothing happens for a moment.
    /// - Returns: false where the watch has ended.
    private func settle() async -> Bool {
        let latest = ContinuousClock.now + Self.patience
        while ContinuousClock.now < latest {
            switch await watch.next(until: min(latest, .now + Self.quiet)) {
            case .quiet: return true
            case .ended: return false
            case .changed, .lost: continue
            }
        }
        return true
    }

    private func read(_ sweep: inout FolderSweep) async {
        let before = await watch.unripe()
        let print = FolderPrint(of: folder.path)
        let catalog: PlanCatalog
        do { catalog = try folder.load() } catch {
            sweep.reads(print)
            logger.warning("\(error)")
            await boards.lostPlans(error)
            return
        }
        // Who began to write while the folder was read may have been read half.
        var unripe = before.union(await watch.unripe())
        sweep.reads(print?.leaving(unripe))
        // Nor is a plan whole before the files are that it sends.
        for entry in catalog.entries where entry.plan.sentFiles.contains(where: { unripe.contains($0.name) }) {
            unripe.insert(entry.file.split(separator: "/").last.map(String.init) ?? entry.file)
        }
        await boards.take(catalog, leaving: unripe)
    }
}
