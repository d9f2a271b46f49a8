public import StrictYAML

/// The plan language by example: what `portpool help plan` prints. Every example is read by the tests.
public enum PlanGuide {
    /// Where in a plan an example belongs.
    public enum Place: Sendable {
        /// A whole file.
        case file
        /// Keys of the top level, beside `uuts`.
        case top
        /// The ports of a unit.
        case ports
        /// Steps of TEST, in a unit with the ports `ctl` and `aux`.
        case steps
    }
    public typealias Chapter = LanguageGuide<Place>.Chapter
    public typealias Example = LanguageGuide<Place>.Example

    public static let all = LanguageGuide(of: "plan", by: "portpool", chapters: first + stepChapters + runChapters)
}
