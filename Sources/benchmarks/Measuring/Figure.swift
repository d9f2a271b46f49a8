/// One measured figure beside what it is measured against.
struct Figure: Sendable {
    /// What the ratio of our value to the reference must be.
    enum Target: Sendable {
        case atMost(Double)
        case atLeast(Double)
        /// Shown, not judged: the tail of a machine that others use too.
        case informational
    }

    let name: String
    let value: Double
    let unit: String
    /// The floor or the peer, and its value in the same unit.
    let reference: String
    let referenceValue: Double
    let target: Target

    var ratio: Double { value / referenceValue }

    var ok: Bool {
        switch target {
        case .atMost(let most): ratio <= most
        case .atLeast(let least): ratio >= least
        case .informational: true
        }
    }
}
