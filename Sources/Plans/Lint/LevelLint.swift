internal import RigModel
internal import StrictYAML

/// Finds patterns that can never decide a step: levels are tried CRITICAL, FAIL, WARN, PASS, and the first that fits
/// ends it.
struct LevelLint {
    let places: StepPlaces
    /// Whether what is judged may hold line feeds.
    let hasLines: Bool
    let isJoined: Bool

    init(step: StepPlan, places: StepPlaces, framing: Framing?) {
        self.places = places
        isJoined = step.until != nil
        hasLines = isJoined || (framing ?? .lines) != .lines
    }

    /// The patterns that are never reached, and why.
    func findings() -> [(pattern: LocatedPattern, finding: LintFinding)] {
        let levels = places.patterns.filter { if case .level = $0.role { true } else { false } }
        let shapes = levels.map { PatternShape($0.source) }
        let ignored = places.patterns(.ignore).map { (pattern: $0, shape: PatternShape($0.source)) }
        return levels.indices.compactMap { index in
            let pattern = levels[index]
            // Frames are ignored one by one, before they are joined.
            if !isJoined, let ignoring = ignored.first(where: { $0.shape.covers(shapes[index], hasLines: hasLines) }) {
                return (
                    pattern,
                    LintFinding(
                        .ignoredPattern,
                        "'\(pattern.source)' is never tried: 'ignore' leaves out all that it fits, by "
                            + "'\(ignoring.pattern.source)'", at: pattern.location)
                )
            }
            guard let first = (0..<index).first(where: { shapes[$0].covers(shapes[index], hasLines: hasLines) })
            else { return nil }
            let other = levels[first]
            return (
                pattern,
                LintFinding(
                    .shadowedPattern,
                    "\(pattern.role.name) '\(pattern.source)' is never reached: \(other.role.name) '\(other.source)' "
                        + "in line \(other.location.line) fits all that it fits", at: pattern.location,
                    hint: "levels are tried critical, fail, warn, pass")
            )
        }
    }
}
