import RigModel

/// Writes files that say what was asked for.
actor FakeExporter: ExecutionExporter {
    private(set) var filters: [ExecutionFilter] = []
    private var known: Set<ExecutionID> = []
    private var pieces = 1
    private var failsBehind: Int?

    struct Broken: Error {}

    func add(_ id: ExecutionID) { known.insert(id) }
    /// - Parameter failsBehind: so many pieces the store fails.
    func write(pieces: Int, failsBehind: Int? = nil) {
        self.pieces = pieces
        self.failsBehind = failsBehind
    }

    func export(_ id: ExecutionID, as format: ExportFormat) async throws -> [UInt8]? {
        known.contains(id) ? Array("\(id) as \(format.rawValue)".utf8) : nil
    }

    private func begin(_ filter: ExecutionFilter) -> (pieces: Int, failsBehind: Int?) {
        filters.append(filter)
        return (pieces, failsBehind)
    }

    nonisolated func export(
        _ filter: ExecutionFilter, as format: ExportFormat, to write: ([UInt8]) async throws -> Void
    ) async throws {
        let (pieces, failsBehind) = await begin(filter)
        for number in 0..<pieces {
            if number == failsBehind { throw Broken() }
            try await write(Array("\(format.rawValue) \(number)\n".utf8))
        }
    }
}
