import StrictYAML

/// What somebody may have meant, for the command line.
public enum NearWord {
    /// The one of the names that is nearest to a word; nil where none is near.
    public static func nearest(to word: String, in names: [String]) -> String? { nearestName(to: word, in: names) }
}
