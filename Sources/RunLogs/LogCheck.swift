public import RigModel

/// What became of a run's log since it was sealed.
public struct LogCheck: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// Not a byte is another than when it was sealed.
        case whole
        /// Not sealed: its run goes on, or its service has died.
        case open
        /// Sealed and unaltered, and so many lines could not be written.
        case lacking(lines: Int)
        /// Not what was sealed, or half of it is gone; how that shows.
        case altered(String)
        case unreadable(String)
    }
    /// Of the readable file, below the log folder.
    public let path: String
    public let bib: BIBID
    public let uut: UUTInstanceID
    public let execution: ExecutionID
    public let state: State

    init(_ run: LogIdentity, path: String, state: State) {
        self.path = path
        bib = run.bib
        uut = run.instance
        execution = run.execution
        self.state = state
    }
}
