public import Patterns
internal import RigModel

/// When a fault strikes. Every condition that is given must hold; with none, every answer is an occasion.
public struct FaultTrigger: Sendable {
    /// The names of the conditions, as scripts and commands write them.
    static let keys: Set<String> = ["on", "hit", "in", "prob", "at"]

    /// The line that the board received.
    public var pattern: Pattern?
    /// From the n-th occasion on, 1 for the first.
    public var hit: Int?
    /// The unit's state when it received the line; empty: any.
    public var states: Set<String>
    /// Of each occasion; nil: always.
    public var probability: Double?
    /// When the plug is pulled; only for kinds that pull it.
    public var moment: PlugMoment
    /// Not sooner than so long after it was armed, by the board's own time. What waits for nothing else strikes then.
    public var after: Duration

    public init(
        pattern: Pattern? = nil, hit: Int? = nil, states: Set<String> = [], probability: Double? = nil,
        moment: PlugMoment = .idle, after: Duration = .zero
    ) {
        self.pattern = pattern
        self.hit = hit
        self.states = states
        self.probability = probability
        self.moment = moment
        self.after = after
    }

    /// Whether it waits for a line at all.
    var waitsForLine: Bool { pattern != nil || hit != nil || !states.isEmpty || probability != nil }
}
