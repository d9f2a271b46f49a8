internal import RigModel
internal import StrictYAML

/// In what pieces an answer comes: what an adapter's buffers and timers do to it.
public enum PieceFault: Sendable, Hashable {
    /// In pieces of these sizes, over and over, with a pause after each.
    case fragment(sizes: [Int], gap: Duration)
    /// All that is said within so long as one piece.
    case merge(gap: Duration)

    var name: String {
        switch self {
        case .fragment: "fragment"
        case .merge: "merge"
        }
    }

    static let readers: [String: FaultKind.Reader] = [
        "fragment": { map, _ in
            let sizes = map["sizes"].map(Self.sizes) ?? [1]
            let gap = map["gap"].map { $0.duration() } ?? .milliseconds(2)
            guard let sizes, let gap else { return nil }
            return .pieces(.fragment(sizes: sizes, gap: gap))
        },
        "merge": { map, _ in
            // What an FTDI chip waits by itself.
            (map["gap"].map { $0.duration() } ?? .milliseconds(16)).map { .pieces(.merge(gap: $0)) }
        },
    ]

    /// `[1, 4]` in a file, `1 4` on a command line.
    private static func sizes(_ value: YAMLValue) -> [Int]? {
        value.oneOrMany { item -> [Int]? in
            guard let text = item.string() else { return nil }
            let words = text.split(separator: " ")
            let sizes = words.compactMap { Int($0) }.filter { (1...65_536).contains($0) }
            guard !sizes.isEmpty, sizes.count == words.count else {
                item.report("'\(text)' are no sizes", hint: "write 1, or several such as '1 4 2'")
                return nil
            }
            return sizes
        }.map { Array($0.joined()) }
    }
}
