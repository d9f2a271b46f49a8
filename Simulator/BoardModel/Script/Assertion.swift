internal import Patterns
internal import RigModel
internal import StrictYAML

/// What the board holds against the rig, judged on the lines it received.
struct Assertion: Sendable {
    enum Claim: Sendable {
        /// The line came: exactly so often, or at least once.
        case saw(Pattern, times: Int?)
        /// The line never came; or, with `after`, never while the window that `after` opens and `until` closes was open.
        case never(Pattern, after: Pattern?, until: Pattern?)
        /// Every line came at this rate, as far as it is known; bits per second.
        case baud(UInt32)
    }
    let claim: Claim
    /// nil: lines of all channels count.
    let channel: Channel?
    /// For reports: where it is in its file.
    let location: SourceLocation
}
