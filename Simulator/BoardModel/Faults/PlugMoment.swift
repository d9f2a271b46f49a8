/// Where in the answer the plug is pulled.
public enum PlugMoment: String, Sendable, Hashable, CaseIterable {
    /// When nothing is on its way: at once, or after the answer to the line that the fault waited for.
    case idle
    /// After the first half of an answer.
    case midReply = "mid_reply"
}
