internal import RigModel

/// Logs of ended runs that lack lines, and wait for the store to give them back.
struct LackingLogs: Sendable {
    struct Log: Sendable {
        var header: LogHeader
        /// Of the readable file, below the root; nil where none could be made.
        var path: String?
        var lines: Int
    }

    /// Logs that wait at most: a folder that stays read-only for days must not take all the memory.
    private static let limit = 10_000

    private var waiting: [Log] = []

    var isEmpty: Bool { waiting.isEmpty }
    var count: Int { waiting.count }

    /// - Returns: whether there was room.
    mutating func add(_ log: Log) -> Bool {
        guard waiting.count < Self.limit else { return false }
        waiting.append(log)
        return true
    }

    /// The one that has waited longest; it waits no more.
    mutating func next() -> Log? { waiting.isEmpty ? nil : waiting.removeFirst() }
}
