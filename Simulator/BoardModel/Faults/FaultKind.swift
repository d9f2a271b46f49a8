internal import StrictYAML

/// What goes wrong, by family; each family has a file of its own with its kinds and their parameters.
public enum FaultKind: Sendable {
    /// Whether, when and with what meaning an answer comes.
    case answer(AnswerFault)
    /// What becomes of an answer's bytes.
    case bytes(ByteFault)
    /// The plug is pulled, and perhaps put back.
    case plug(PlugFault)

    /// The word of scripts and commands: `no_answer`.
    public var name: String {
        switch self {
        case .answer(let fault): fault.name
        case .bytes(let fault): fault.name
        case .plug(let fault): fault.name
        }
    }

    /// Takes a kind's parameters from a mapping; reports what is wrong and returns nil then.
    typealias Reader = @Sendable (YAMLMapping, ScriptScope) -> FaultKind?
    private static let readers: [String: Reader] = AnswerFault.readers.merging(ByteFault.readers) { first, _ in first }
        .merging(PlugFault.readers) { first, _ in first }

    /// Every kind that this simulator knows, in the order of the alphabet.
    public static let names: [String] = readers.keys.sorted()

    static func read(_ map: YAMLMapping, in scope: ScriptScope) -> FaultKind? {
        guard let name = map.required("kind")?.text() else {
            _ = map.pairs()
            return nil
        }
        guard let reader = readers[name.text] else {
            map.report(
                "no fault is called '\(name)'", atKey: "kind", hint: "the kinds are \(names.joined(separator: ", "))")
            // What a kind's parameters would have been cannot be known.
            _ = map.pairs()
            return nil
        }
        return reader(map, scope)
    }
}
