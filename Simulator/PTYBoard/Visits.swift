internal import CLinux
internal import Glibc
internal import SerialIO

/// Tells who opens and closes the ports of a board, by inotify.
///
/// It is a bell and no count: the kernel merges equal events in a row, so that two openings may be told of as one.
/// Only the order is to be relied upon: whoever the last event is an opening of is still there.
final class Visits {
    struct Visit {
        /// What ``watch(_:)`` has returned for the file; nil where visits of any file were lost.
        var watch: Int32?
        var isOpening: Bool
    }

    private let inotify: Descriptor
    private var kept: [Visit] = []

    var raw: Int32 { inotify.raw }
    /// Whether there is something that ``keep(_:)`` has put back: the descriptor does not say so.
    var hasKept: Bool { !kept.isEmpty }

    /// nil with errno where the system has no inotify left.
    init?() {
        let raw = clinux_visits_create()
        guard raw >= 0 else { return nil }
        inotify = Descriptor(owning: raw)
    }

    /// nil with errno where the file cannot be watched.
    func watch(_ path: String) -> Int32? {
        let watch = clinux_visits_watch(raw, path)
        return watch < 0 ? nil : Int32(watch)
    }

    /// What has happened, in its order: all there is to be known.
    func take() -> [Visit] {
        defer { kept = [] }
        var visits = kept
        var seen = [clinux_visit](repeating: clinux_visit(), count: Int(clinux_most_visits))
        while true {
            let count = clinux_visits_read(raw, &seen)
            precondition(count >= 0, "inotify cannot be read: errno \(errno)")
            guard count > 0 else { return visits }
            for visit in seen.prefix(Int(count)) {
                let watch = visit.watch == Int32(clinux_visits_lost) ? nil : visit.watch
                visits.append(Visit(watch: watch, isOpening: visit.opened != 0))
            }
        }
    }

    /// Puts back what was taken and is not the taker's; it comes first next time.
    func keep(_ visits: [Visit]) { kept += visits }

    /// Sees every single opening of a file in the folder while `body` runs.
    ///
    /// With the folder watched too, each opening is told of twice, as of the folder and as of the file, and two openings
    /// of the file have an event between them. Where the folder cannot be watched, they may be told of as one.
    func countingOpenings<Result>(in folder: String, _ body: () -> Result) -> Result {
        let watch = clinux_visits_watch_folder(raw, folder)
        defer { if watch >= 0 { _ = clinux_visits_forget(raw, watch) } }
        return body()
    }
}
