/// Whether whoever seems to have a port open after a closing is the very one who has left it.
///
/// Linux tells of a closing before it is done (linux/fs/file_table.c, `__fput`: `fsnotify_close` comes before `release`). In
/// between, microseconds and on a busy machine more, the client counts still, and nothing tells when it does not any more. So
/// one looks again, until nobody can be as slow as that.
struct VisitDoubt {
    /// When to look again.
    private(set) var at = ContinuousClock.now + .milliseconds(1)
    private var wait = Duration.milliseconds(1)

    /// The next, after another look that has found somebody; nil where it is sure by now that somebody is there.
    var next: VisitDoubt? {
        guard wait < .seconds(4) else { return nil }
        var next = self
        next.wait *= 2
        next.at = .now + next.wait
        return next
    }
}
