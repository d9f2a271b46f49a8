/// Text that a fault sends instead; may name variables as replies do.
public struct ReplacementText: Sendable, Hashable {
    let template: ReplyTemplate
}

extension FaultKind {
    /// What it says in place of the board.
    var texts: [ReplacementText] {
        switch self {
        case .answer(.replace(let texts)): texts
        case .answer(.bannerReboot(let text?)): [text]
        case .line(.flood(_, _, let text?)): [text]
        default: []
        }
    }
}
