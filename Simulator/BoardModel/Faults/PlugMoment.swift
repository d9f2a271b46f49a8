/// When the plug is pulled.
public enum PlugMoment: String, Sendable, Hashable, CaseIterable {
    /// When nothing is on its way: at once, or after the answer to the line that the fault waited for.
    case idle
    /// After the first half of an answer.
    case midReply = "mid_reply"
    /// While the rig sends a line: what has come of it fits the pattern, and its end has not come.
    case midWrite = "mid_write"
    /// When the rig opens the port.
    case opening
}
