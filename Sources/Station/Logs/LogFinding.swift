public import RigModel
import RunLogs

/// What became of one log since it was sealed.
public struct LogFinding: Sendable, Encodable {
    public enum State: String, Sendable, Encodable, CaseIterable {
        case whole
        /// Not sealed: its run goes on, or its service has died.
        case open
        /// Lines could not be written.
        case lacking
        /// Not what was sealed.
        case altered
        case unreadable
    }
    public let bibId: BIBID
    public let uutId: UUTInstanceID
    public let executionId: ExecutionID
    /// Below the log folder.
    public let path: String
    public let state: State
    /// What is wrong; nil where nothing is.
    public let why: String?

    init(_ check: LogCheck) {
        bibId = check.bib
        uutId = check.uut
        executionId = check.execution
        path = check.path
        (state, why) =
            switch check.state {
            case .whole: (.whole, nil)
            case .open: (.open, "it is not sealed: its run goes on, or its service has died")
            case .lacking(let lines): (.lacking, "\(lines) lines could not be written")
            case .altered(let how): (.altered, how)
            case .unreadable(let reason): (.unreadable, reason)
            }
    }

    /// Whether the log is not what it should be.
    public var isBad: Bool { ![.whole, .open].contains(state) }
}
