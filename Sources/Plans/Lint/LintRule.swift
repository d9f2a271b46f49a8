/// What a valid plan is looked over for. The raw values are stable: programs may rely on them.
public enum LintRule: String, Sendable, Hashable, CaseIterable, Codable {
    /// An earlier pattern fits all that this one fits.
    case shadowedPattern = "shadowed-pattern"
    /// `ignore` leaves out all that this pattern fits.
    case ignoredPattern = "ignored-pattern"
    /// Another step, or a deadline, always ends the phase before this one.
    case unreachableStep = "unreachable-step"
    /// A unit is started and never stopped.
    case stopMissing = "stop-missing"
    /// An answer of a few thousand bytes makes the search give up, which is an ERROR of the run.
    case matchLimit = "match-limit"
    /// The bytes alone take longer on the line.
    case shortTimeout = "short-timeout"
    /// On some way through the plan nothing is captured under this name.
    case uncertainCapture = "uncertain-capture"
    /// Captured and used nowhere.
    case unusedCapture = "unused-capture"
    /// Listed by the plan, taken by no unit.
    case unusedResource = "unused-resource"
    /// No step sends or listens there.
    case unusedPort = "unused-port"
    /// The curly marks of a word processor are a part of the text.
    case typographicQuotes = "typographic-quotes"

    /// How much it matters.
    public enum Weight: String, Sendable, Hashable, Codable {
        /// Probably not what was meant.
        case warning
        /// Harmless, and perhaps meant.
        case note
    }

    public var weight: Weight {
        switch self {
        case .unusedCapture: .note
        case .shadowedPattern, .ignoredPattern, .unreachableStep, .stopMissing, .matchLimit, .shortTimeout,
            .uncertainCapture, .unusedResource, .unusedPort, .typographicQuotes:
            .warning
        }
    }
}
