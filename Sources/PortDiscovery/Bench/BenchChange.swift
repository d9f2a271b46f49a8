public import RigModel

/// What a change of ports or plans meant for boards and units.
public enum BenchChange: Sendable, Hashable {
    /// A board came, or belongs to another plan now.
    case boardMatched(BoardID, BoardMatching)
    case boardGone(BoardID)
    case instanceAppeared(UUTInstance)
    /// The same unit on the same or another board, with other ports, incarnations or steps.
    case instanceChanged(UUTInstance)
    case instanceGone(BIBID, UUTInstanceID)
    /// Something a person should know, in a sentence.
    case warning(String)
}
