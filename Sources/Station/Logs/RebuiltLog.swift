public import RigModel
import RunLogs

/// What was done about the log of one run.
public struct RebuiltLog: Sendable, Encodable {
    public enum State: String, Sendable, Encodable {
        case rebuilt
        /// Nothing was to be done.
        case whole
        /// Left to the service, which has not sealed it yet.
        case beingWritten
        /// The run goes on.
        case underWay
        /// The run never had its ports, and so has no log.
        case neverBegan
        case failed
    }
    public let bibId: BIBID
    public let uutId: UUTInstanceID
    public let executionId: ExecutionID
    /// Below the log folder; nil where the run has none.
    public let path: String?
    public let state: State
    /// Why it failed; nil where it did not.
    public let why: String?

    init(_ run: ExecutionDetail, _ done: StoredLogs.Rebuilding) {
        let (state, path): (State, String?) =
            switch done {
            case .rebuilt(let path): (.rebuilt, path)
            case .whole(let path): (.whole, path)
            case .beingWritten(let path): (.beingWritten, path)
            case .underWay: (.underWay, nil)
            case .neverBegan: (.neverBegan, nil)
            }
        self.init(run, state, path: path)
    }

    init(_ run: ExecutionDetail, failure: String) { self.init(run, .failed, why: failure) }

    private init(_ run: ExecutionDetail, _ state: State, path: String? = nil, why: String? = nil) {
        bibId = run.request.bib
        uutId = run.request.instance
        executionId = run.request.id
        self.state = state
        self.path = path
        self.why = why
    }
}
