internal import Plans
internal import StrictYAML

/// What the command line tells of the plan language.
public enum PlanLanguage {
    /// The JSON Schema (draft 2020-12) of plan files.
    public static var schema: String { PlanSchema.text }
    /// The names of the guide's chapters, in its order.
    public static var chapters: [String] { PlanGuide.all.chapters.map(\.name) }
    /// The guide, or one of its chapters; nil where there is none of that name.
    public static func guide(chapter: String? = nil) -> String? { PlanGuide.all.text(of: chapter) }
}
