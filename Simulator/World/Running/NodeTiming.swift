/// When the nodes of a board's ports are there for those who hear of them.
enum NodeTiming: Sendable, Hashable {
    case atOnce
    /// Not before somebody makes them.
    case later
    /// At once, and nobody may open them before somebody allows it.
    case forbidden
}
