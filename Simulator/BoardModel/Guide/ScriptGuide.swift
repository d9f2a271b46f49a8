public import StrictYAML

/// The languages of the simulator by example: what `uutsim help board` and `uutsim help bench` print. Every example is
/// read by the tests.
public enum ScriptGuide {
    /// Where an example belongs.
    public enum Place: Sendable {
        /// A whole file.
        case file
        /// The channels of a board, and what stands beside them.
        case channels
        /// The rules of a board with the channels A and B and the variables `n` and `volts`, and what stands beside them.
        case rules
        /// A timeline of a bench with the boards `left` and `right`, in a file of its own.
        case timeline
    }
    public typealias Chapter = LanguageGuide<Place>.Chapter
    public typealias Example = LanguageGuide<Place>.Example

    public static let all = [board, bench]
    public static let board = LanguageGuide(
        of: "board", by: "uutsim", chapters: boardChapters + boardOutputChapters)
    public static let bench = LanguageGuide(of: "bench", by: "uutsim", chapters: benchChapters)
}
