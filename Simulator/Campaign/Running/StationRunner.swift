internal import APIClient
internal import BoardModel
internal import RigModel
internal import World

/// Runs units on one station, and waits for what it waits for with a limit.
struct StationRunner: Sendable {
    /// For ports to be free again after a run or a plug.
    static let portTime = Duration.seconds(20)
    /// For the service to see what has happened to its ports.
    static let newsTime = Duration.seconds(5)
    static let look = Duration.milliseconds(15)

    let station: CampaignStation
    let shelf: LogShelf
    /// As the bench has them.
    let boards: [BenchScript.Board]
    /// The bench's own: real seconds for one second of its boards' time where no campaign has another.
    let scaleByHand: Double

    init(_ station: CampaignStation, bench: BenchScript) {
        self.station = station
        boards = bench.boards
        scaleByHand = bench.scale
        shelf = LogShelf(state: station.state)
    }

    struct NotInTime: Error { let what: String }

    /// Runs a unit and waits for its end.
    ///
    /// - Parameters:
    ///   - limit: a run that takes longer is stuck.
    ///   - meanwhile: done once the run has begun its first step.
    func run(
        _ seat: CampaignSeat, within limit: Duration, meanwhile: (@Sendable () async throws -> Void)? = nil
    ) async throws -> API.ExecutionDetails {
        let client = station.client
        let position = try await client.snapshot().position
        let order = API.StartExecution(bibId: seat.bib, uutId: seat.uut.rawValue, boardId: seat.board)
        guard let id = try await client.start(order).executions.first?.executionId else {
            throw NotInTime(what: "the service began no run")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Task.sleep(for: limit)
                throw NotInTime(what: "the run did not end within \(limit.milliseconds / 1000) s")
            }
            group.addTask {
                try await client.events(query: [("after", position)]) { event in
                    guard event.data.contains(id.rawValue) else { return true }
                    if event.name == "PhaseStarted", let meanwhile { try await meanwhile() }
                    return event.name != "ExecutionCompleted"
                }
            }
            try await group.next()
            group.cancelAll()
        }
        return try await client.execution(id)
    }

    /// What is wrong with the log of a run; it may take a moment to be written.
    func logComplaint(of run: API.ExecutionDetails) async throws -> String? {
        let deadline = ContinuousClock.now + .seconds(5)
        while true {
            let log = await shelf.log(of: run.executionId)
            let complaint =
                log.map { LogCheck.complaint(about: $0, of: run.steps) } ?? "there is no log of the run"
            guard let complaint else { return nil }
            guard ContinuousClock.now < deadline else { return complaint }
            try await Task.sleep(for: Self.look)
        }
    }
}
