import RigModel

/// Holds finished runs in memory; pages by their place in the list.
actor FakeArchive: ExecutionArchive {
    private var results: [ExecutionResult] = []
    private var steps: [ExecutionID: [StepRecord]] = [:]
    private(set) var filters: [ExecutionFilter] = []
    private var isBroken = false
    private var meanwhile: (before: @Sendable () async -> Void, after: @Sendable () async -> Void) = ({}, {})

    struct Broken: Error {}

    func add(_ result: ExecutionResult, steps: [StepRecord] = []) {
        results.insert(result, at: 0)
        self.steps[result.request.id] = steps
    }
    func breakDown() { isBroken = true }
    /// Has things happen while runs are being listed: before they are looked at, and after.
    func duringListing(
        before: @escaping @Sendable () async -> Void = {}, after: @escaping @Sendable () async -> Void = {}
    ) { meanwhile = (before, after) }

    func executions(_ filter: ExecutionFilter, cursor: String?, limit: Int) async throws -> ExecutionPage {
        if isBroken { throw Broken() }
        filters.append(filter)
        await meanwhile.before()
        let fitting = results.filter { result in
            (filter.bib.map { $0 == result.request.bib } ?? true)
                && (filter.verdict.map { $0 == result.verdict } ?? true)
        }
        let start = cursor.flatMap { Int($0) } ?? 0
        let page = Array(fitting.dropFirst(start).prefix(limit))
        await meanwhile.after()
        return ExecutionPage(results: page, nextCursor: start + limit < fitting.count ? "\(start + limit)" : nil)
    }
    func execution(_ id: ExecutionID) async throws -> ExecutionDetail? {
        if isBroken { throw Broken() }
        guard let result = results.first(where: { $0.request.id == id }) else { return nil }
        return ExecutionDetail(
            request: result.request, startedAt: result.startedAt, result: result, steps: steps[id] ?? [])
    }
    func figures(from: Timestamp, to: Timestamp) async throws -> ExecutionFigures {
        if isBroken { throw Broken() }
        let good = results.count { $0.verdict.yield == .good }
        let bad = results.count { $0.verdict.yield == .bad }
        return ExecutionFigures(
            count: results.count, good: good, bad: bad, errors: results.count { $0.verdict == .error },
            averageDuration: good + bad == 0 ? nil : .seconds(4))
    }
}
