internal import APIClient
internal import BoardModel
internal import FoundationEssentials
internal import RigModel
internal import World

/// Runs units on one station, and waits for what it waits for with a limit.
struct StationRunner: Sendable {
    /// For ports to be free again after a run or a plug.
    private static let portTime = Duration.seconds(20)
    /// For the service to see what has happened to its ports.
    private static let newsTime = Duration.seconds(5)
    private static let look = Duration.milliseconds(15)

    let station: CampaignStation
    let shelf: LogShelf

    init(_ station: CampaignStation) {
        self.station = station
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

    /// Waits until the ports of a seat are free, those that could not be opened the last time among them: the next run
    /// finds out whether they can. Returns what keeps them where that takes too long.
    func waitUntilFree(_ seat: CampaignSeat) async throws -> String? {
        let deadline = ContinuousClock.now + Self.portTime
        while true {
            let ports = try await ports(of: seat)
            if ports.count == seat.ports.count,
                ports.allSatisfy({ $0.status == .available || $0.status == .error && $0.leaseId == nil })
            {
                return nil
            }
            guard ContinuousClock.now < deadline else {
                let states = ports.filter { $0.status != .available }.map { port in
                    "\(port.id) is \(port.status.rawValue)\(port.lastError.map { " (\($0))" } ?? "")"
                }
                return states.isEmpty ? "a port is gone" : states.joined(separator: ", ")
            }
            try await Task.sleep(for: Self.look)
        }
    }

    private func ports(of seat: CampaignSeat) async throws -> [API.Port] {
        try await station.client.ports().ports.filter { seat.ports.contains($0.id) }
    }

    /// The highest incarnation of a seat's ports that all of them have reached.
    func incarnation(of seat: CampaignSeat) async throws -> Int {
        try await ports(of: seat).map(\.incarnation).min() ?? 0
    }

    /// Waits until a board has been plugged in anew, and until the service has had the time to learn of it.
    ///
    /// - Parameter before: how often it had been plugged in, and how often the service had seen that.
    func waitUntilBack(_ seat: CampaignSeat, after before: (pluggedIn: Int, incarnation: Int)) async throws {
        var deadline = ContinuousClock.now + Self.portTime
        while try await account(of: seat, from: .max).pluggedIn <= before.pluggedIn {
            guard ContinuousClock.now < deadline else { throw NotInTime(what: "the fault did not put the board back") }
            try await Task.sleep(for: Self.look)
        }
        // Where the service has missed the news for good, the run that follows tells.
        deadline = .now + Self.newsTime
        while try await incarnation(of: seat) <= before.incarnation, ContinuousClock.now < deadline {
            try await Task.sleep(for: Self.look)
        }
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

    // MARK: - The board

    func account(of seat: CampaignSeat, from line: Int = 0) async throws -> BoardAccount {
        let request = ControlRequest(verb: .account, board: seat.boardOnBench, parameters: ["from": "\(line)"])
        guard let account = try await station.ask(request).account else {
            throw NotInTime(what: "the world gave no account of board \(seat.boardOnBench)")
        }
        return account
    }

    func arm(_ specimen: Specimen, at target: CampaignTarget, of seat: CampaignSeat, as id: String, scale: Double)
        async throws
    {
        if specimen.entry.name == "netlink_overflow" {
            // Its listener must not read meanwhile, or nothing overflows; and the flood must be over when it reads again.
            _ = try await station.whileHeld { try await station.ask(ControlRequest(verb: .udev, kind: "flood")) }
            return
        }
        var parameters = specimen.parameters(at: target, scale: scale)
        parameters["id"] = id
        if specimen.moment == .atCommand { parameters["on"] = target.pattern }
        // Of a board with several units, only the one that runs; an answer is struck where it is said.
        let board =
            specimen.isOfChannel
            ? "\(seat.boardOnBench)-\(specimen.entry.carrier == .board ? target.listens : target.channel)"
            : seat.boardOnBench
        _ = try await station.ask(
            ControlRequest(verb: .fault, board: board, kind: specimen.entry.name, parameters: parameters))
    }

    /// Takes a fault back, whether it is spent or not.
    func clear(_ id: String, of seat: CampaignSeat) async throws {
        do { _ = try await station.ask(ControlRequest(verb: .clear, board: seat.boardOnBench, kind: id)) } catch {
            guard case WorldError.request(let text) = error, text.contains("armed") else { throw error }
        }
    }

    /// Puts the plugs back that are out.
    func plugIn() async throws {
        for board in try await station.ask(ControlRequest(verb: .boards)).boards ?? [] where !board.plugged {
            do { _ = try await station.ask(ControlRequest(verb: .plug, board: board.id)) } catch {
                // Its own fault may have put it back meanwhile.
                guard try await isPlugged(board.id) else { throw error }
            }
        }
    }

    private func isPlugged(_ board: String) async throws -> Bool {
        try await station.ask(ControlRequest(verb: .boards)).boards?.first { $0.id == board }?.plugged == true
    }
}

extension JudgedRun {
    init(_ run: API.ExecutionDetails) {
        self.init(
            verdict: run.result?.verdict ?? .interrupted, decidingStep: run.result?.decidingStep,
            explanation: run.result?.explanation ?? "the run has not ended",
            steps: run.steps.map { Step(step: $0.step, verdict: $0.verdict) })
    }
}
