/// What is known of one kind of fault without striking with it.
public struct FaultEntry: Sendable, Hashable, Identifiable {
    /// Who carries it out.
    public enum Carrier: String, Sendable, Hashable, CaseIterable {
        /// The board itself: its bytes and its plug.
        case board
        /// The machine that it is plugged into: hubs, nodes, events, other programs.
        case host
        /// The chip between them.
        case chip
    }

    /// The word of scripts and commands: `no_answer`.
    public let name: String
    /// One sentence.
    public let summary: String
    public let parameters: [FaultParameter]
    public let transports: Set<FaultTransport>
    public let oracle: FaultOracle
    public let carrier: Carrier
    /// How it is armed in a campaign, as `--fault` takes it, without a condition: `late_answer:delay=100ms`.
    public let specimens: [String]

    public var id: String { name }

    /// Where a parameter of it may be given: what arming it with its example is not refused on.
    public func transports(taking parameter: FaultParameter) -> Set<FaultTransport> {
        let given = parameters.filter { $0 == parameter || $0.isRequired }.map { (name: $0.name, value: $0.example) }
        // Examples are read by the tests, every one.
        guard let fault = try? Fault(kind: name, parameters: given) else { return [] }
        return transports.filter { fault.kind.refusal(on: $0) == nil }
    }

    init(
        _ name: String, _ summary: String, _ parameters: [FaultParameter] = [], on transports: Set<FaultTransport>,
        by carrier: Carrier = .board, _ oracle: FaultOracle, specimens: [String]? = nil
    ) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.transports = transports
        self.oracle = oracle
        self.carrier = carrier
        self.specimens = specimens ?? [name]
    }
}
