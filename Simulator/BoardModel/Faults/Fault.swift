public import RigModel

/// Something that goes wrong with a board: what, when, how often.
///
/// Armed by a board's script, by a bench's timeline, or while the bench runs; see ``BoardMachine/arm(_:at:)``.
public struct Fault: Sendable, Identifiable {
    /// Names it for `clear` and in counts. Of an id, a board has one fault armed at a time.
    public var id: String
    public let kind: FaultKind
    public let trigger: FaultTrigger
    /// How often it strikes before it is spent; nil: until it is cleared.
    public let times: Int?
    /// How long after it was armed it is spent; nil: never.
    public let lifetime: Duration?
    /// Only what concerns this channel; nil: the whole board.
    public var channel: Channel?

    public init(
        id: String, kind: FaultKind, trigger: FaultTrigger = FaultTrigger(), times: Int? = nil,
        lifetime: Duration? = nil, channel: Channel? = nil
    ) {
        self.id = id
        self.kind = kind
        self.trigger = trigger
        // "The second MEAS" is one event, unless the script says how many.
        self.times = times ?? (trigger.hit == nil ? nil : 1)
        self.lifetime = lifetime
        self.channel = channel
    }
}
