internal import Locking

/// What a request asks to be changed, as the audit is to have it: begun by the route, completed by who carries it out.
final class AuditNote: Sendable {
    struct Content: Sendable, Hashable {
        /// nil until it is understood; what nobody understood is no order, and is not written down.
        var target: String?
        var detail = ""
        /// Whether something was asked for that was not asked for before.
        var isNews = true
    }
    private let content: Lock<Content>

    /// - Parameter target: where the path names it.
    init(target: String?) { content = Lock(Content(target: target)) }

    /// - Parameter target: nil leaves it as it is.
    func write(_ target: String? = nil, _ detail: String = "") {
        content.withLock { content in
            content.target = target ?? content.target
            content.detail = detail
        }
    }

    /// It was asked for before, and is written down already.
    func isRepetition() { content.withLock { $0.isNews = false } }

    /// nil where nothing is to be written down.
    var entry: (target: String, detail: String)? {
        content.withLock { content in
            content.isNews ? content.target.map { ($0, content.detail) } : nil
        }
    }
}
