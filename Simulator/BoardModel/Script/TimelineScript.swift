public import StrictYAML

/// What happens to a bench from outside and when, in a file of its own: a bench's `timeline` without the bench.
public struct TimelineScript: Sendable {
    let entries: [TimelineEntry]

    /// - Parameters:
    ///   - file: how messages name it.
    ///   - boards: the ids of the bench's boards.
    /// - Throws: all that is wrong with it, each with file, line and column.
    public init(yaml text: String, file: String, boards: [String]) throws(YAMLProblems) {
        self = try YAMLDocument(text: text, file: file).decode(version: 1) { map in
            map.required("timeline").flatMap { $0.list { TimelineReader(boards: boards).read($0) } }
                .map(TimelineScript.init)
        }
    }

    private init(entries: [TimelineEntry]) { self.entries = entries }

    /// Every fault that it arms, with the board that it arms it on.
    public var faults: [(board: String, fault: Fault)] { entries.compactMap(\.fault) }
    /// How it plugs boards in.
    public var comebacks: [Comeback] { entries.compactMap(\.comeback) }
}
