/// The line that a unit is about to answer, as faults see it.
struct FaultOccasion {
    let line: [UInt8]
    /// When the line was received.
    let state: String
    let surroundings: Surroundings
}
