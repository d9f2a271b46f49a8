internal import StrictYAML

/// What goes wrong, by family; each family has a file of its own with its kinds and their parameters.
public enum FaultKind: Sendable, Hashable {
    /// Whether, when and with what meaning an answer comes.
    case answer(AnswerFault)
    /// What becomes of an answer's bytes.
    case bytes(ByteFault)
    /// In what pieces an answer comes.
    case pieces(PieceFault)
    /// What is wrong with a line for a while.
    case line(LineFault)
    /// The plug is pulled, and perhaps put back.
    case plug(PlugFault)
    /// What goes wrong with the machine that the board is plugged into.
    case host(HostFault)
    /// What goes wrong with the chip between the board and its host.
    case chip(ChipFault)

    /// The word of scripts and commands: `no_answer`.
    public var name: String {
        switch self {
        case .answer(let fault): fault.name
        case .bytes(let fault): fault.name
        case .pieces(let fault): fault.name
        case .line(let fault): fault.name
        case .plug(let fault): fault.name
        case .host(let fault): fault.name
        case .chip(let fault): fault.rawValue
        }
    }

    /// Why a transport cannot show it, or not with these parameters; nil where it can.
    public func refusal(on transport: FaultTransport) -> String? {
        if case .plug(.replug(let comeback)) = self, let refusal = comeback.refusal(on: transport) {
            return "replug: \(refusal)"
        }
        guard let entry = FaultCatalogue.entry(name), !entry.transports.contains(transport) else { return nil }
        let others = FaultTransport.allCases.filter(entry.transports.contains)
        return "\(name) cannot be shown on a \(transport.rawValue); it needs \(FaultTransport.either(of: others))"
    }

    /// Takes a kind's parameters from a mapping; reports what is wrong and returns nil then.
    typealias Reader = @Sendable (YAMLMapping, ScriptScope) -> FaultKind?
    private static let readers: [String: Reader] = [
        AnswerFault.readers, ByteFault.readers, PieceFault.readers, LineFault.readers, PlugFault.readers,
        HostFault.readers, ChipFault.readers,
    ].reduce(into: [:]) { all, family in all.merge(family) { first, _ in first } }

    /// Every kind that this simulator knows, in the order of the alphabet.
    public static let names: [String] = readers.keys.sorted()

    static func read(_ map: YAMLMapping, in scope: ScriptScope) -> FaultKind? {
        guard let name = map.required("kind")?.choice(among: names), let reader = readers[name] else {
            // What a kind's parameters would have been cannot be known.
            _ = map.pairs()
            return nil
        }
        return reader(map, scope)
    }
}
