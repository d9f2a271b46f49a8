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
    /// Of a kind that lasts, how long it does after its strike; nil: until it is cleared. Of any other, how long after it
    /// was armed it is spent; nil: never.
    public let lifetime: Duration?
    /// Only what concerns this channel; nil: the whole board.
    public var channel: Channel?
    /// Its parameters and conditions as they were written, in the order in which help names them; empty where nobody
    /// wrote them.
    public let wording: [Wording]

    /// `delay=3s`
    public struct Wording: Sendable, Hashable, CustomStringConvertible {
        public let name: String
        public let value: String
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
        public var description: String { "\(name)=\(value)" }
    }

    public init(
        id: String, kind: FaultKind, trigger: FaultTrigger = FaultTrigger(), times: Int? = nil,
        lifetime: Duration? = nil, channel: Channel? = nil, wording: [Wording] = []
    ) {
        self.id = id
        self.wording = wording
        self.kind = kind
        self.trigger = trigger
        // "The second MEAS" is one event, unless the script says how many; and so is what lasts.
        self.times = times ?? (trigger.hit != nil || kind.strikesOnce ? 1 : nil)
        self.lifetime = lifetime
        self.channel = channel
    }
}

extension FaultKind {
    /// Whether it goes on after its strike.
    var lasts: Bool {
        switch self {
        case .line(let fault): fault.lasts
        case .host(let fault): fault.lasts
        case .answer, .bytes, .pieces, .plug, .chip: false
        }
    }

    /// Whether it is a single event unless its fault says otherwise.
    fileprivate var strikesOnce: Bool {
        switch self {
        case .line(let fault): fault.lasts
        case .host, .chip: true
        case .answer, .bytes, .pieces, .plug: false
        }
    }
}

extension Fault {
    /// What a fault waits for.
    enum Occasion: Sendable, Hashable {
        /// A line that the board answers.
        case answer
        /// Nothing: it strikes as soon as it may.
        case none
        /// Nothing is on its way.
        case silence
        /// The rig is sending a line.
        case writing
        /// The rig opens the port.
        case opening
        /// The rig opens the port for the first time since power-on.
        case firstOpening
    }

    var occasion: Occasion {
        switch kind {
        case .answer, .bytes, .pieces: .answer
        case .line(.noiseAtBoot): .firstOpening
        case .line, .host, .chip: trigger.waitsForLine ? .answer : .none
        case .plug:
            switch trigger.moment {
            case .midWrite: .writing
            case .opening: .opening
            case .midReply: .answer
            case .idle: trigger.waitsForLine ? .answer : .silence
            }
        }
    }
}
