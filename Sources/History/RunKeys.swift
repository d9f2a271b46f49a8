internal import RigModel

/// Keys of the rows of runs that go on, as far as they are known, so that not each step must look for its run.
///
/// Bounded: where more runs go on than it holds, it begins anew, and what it has forgotten is looked up.
struct RunKeys: Sendable {
    private var keys: [ExecutionID: Int64] = [:]
    private let limit: Int

    init(limit: Int = 1_024) { self.limit = limit }

    var count: Int { keys.count }

    subscript(run: ExecutionID) -> Int64? { keys[run] }

    mutating func remember(_ key: Int64, of run: ExecutionID) {
        if keys.count >= limit { keys.removeAll() }
        keys[run] = key
    }

    mutating func forget(_ run: ExecutionID) { keys[run] = nil }
}
