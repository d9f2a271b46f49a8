internal import APIClient
internal import BoardModel
internal import RigModel
internal import World

/// One station's part of a campaign: finds its seats, takes the baseline, then jobs until there are none.
struct StationCampaign: Sendable {
    /// Runs without a fault before any fault is judged.
    private static let healthyRuns = 2
    private static let findingTime = Duration.seconds(20)

    let runner: StationRunner
    let plans: [CampaignPlan]
    let bench: BenchScript
    let scale: Double
    /// Of the station, to tell its faults from others'.
    let name: String
    /// Of all the bench's boards.
    let portCount: Int

    /// Every unit of the plans on every board that fits.
    func seats() async throws -> [CampaignSeat] {
        let deadline = ContinuousClock.now + Self.findingTime
        var seats: [CampaignSeat] = []
        while ContinuousClock.now < deadline {
            let ports = try await runner.station.client.ports().ports
            seats = plans.flatMap { self.seats(of: $0, on: ports) }
            let isWhole = plans.allSatisfy { plan in
                plan.plan.uuts.allSatisfy { unit in
                    seats.contains { $0.bib == plan.plan.bib && $0.uut == unit.id }
                }
            }
            if isWhole, ports.count == portCount { break }
            try await Task.sleep(for: .milliseconds(30))
        }
        for plan in plans where !seats.contains(where: { $0.bib == plan.plan.bib }) {
            throw CampaignError.noBoard(plan: plan.plan.bib.rawValue)
        }
        return seats
    }

    private func seats(of plan: CampaignPlan, on ports: [API.Port]) -> [CampaignSeat] {
        let own = ports.filter { $0.bibId == plan.plan.bib && $0.matching == "matched" }
        return Set(own.map(\.boardId)).sorted().flatMap { board -> [CampaignSeat] in
            let ports = own.filter { $0.boardId == board }
            guard let onBench = bench.boards.first(where: { $0.path == ports.first?.usbPath }) else { return [] }
            return plan.plan.uuts.compactMap { unit in
                let needed = unit.ports.map { "\($0.channel)" }
                let ids = ports.filter { needed.contains($0.channel) }.map(\.id)
                guard ids.count == needed.count else { return nil }
                return CampaignSeat(
                    bib: plan.plan.bib, uut: unit.id, board: board, boardOnBench: onBench.id,
                    isOnHub: onBench.isOnHub, ports: ids)
            }
        }
    }

    /// Runs every seat without faults.
    ///
    /// - Throws: `unhealthy` with one line for each seat that is not well.
    func baselines(_ seats: [CampaignSeat]) async throws -> [CampaignSeat: Baseline] {
        let results = try await withThrowingTaskGroup(of: (CampaignSeat, Baseline?, String?).self) { group in
            for seat in seats { group.addTask { try await baseline(seat) } }
            var results: [(CampaignSeat, Baseline?, String?)] = []
            for try await result in group { results.append(result) }
            return results
        }
        let complaints = results.compactMap(\.2).sorted()
        guard complaints.isEmpty else { throw CampaignError.unhealthy(complaints) }
        return Dictionary(uniqueKeysWithValues: results.compactMap { seat, baseline, _ in baseline.map { (seat, $0) } })
    }

    private func baseline(_ seat: CampaignSeat) async throws -> (CampaignSeat, Baseline?, String?) {
        guard let plan = plan(of: seat), let unit = plan.unit(seat.uut) else { return (seat, nil, nil) }
        let name = "\(seat.bib) \(seat.uut) on board \(seat.boardOnBench)"
        var baseline = try Baseline(unit)
        for _ in 0..<Self.healthyRuns {
            if let stuck = try await runner.waitUntilFree(seat) { return (seat, nil, "\(name): \(stuck)") }
            let run: API.ExecutionDetails
            do { run = try await runner.run(seat, within: limit(of: unit)) } catch let error as StationRunner.NotInTime
            {
                return (seat, nil, "\(name): \(error.what)")
            }
            if let complaint = baseline.take(JudgedRun(run)) { return (seat, nil, "\(name): \(complaint)") }
        }
        return (seat, baseline, nil)
    }

    /// Carries jobs out until there are none: first those that concern one unit each, in parallel; then those that
    /// concern a board; then those that concern all. Once the service is dead the rest is left to other stations.
    func work(through pool: JobPool, _ baselines: [CampaignSeat: Baseline]) async {
        await pool.leaveOut { Self.obstacle(to: $0, baselines) }
        let seats = baselines.keys.sorted { ($0.bib, $0.uut.rawValue, $0.board) < ($1.bib, $1.uut.rawValue, $1.board) }
        let boards = Dictionary(grouping: seats, by: \.board).values
        let crews: [(reach: Specimen.Reach, seats: [[CampaignSeat]])] = [
            (.channel, seats.map { [$0] }), (.board, Array(boards)), (.world, [seats]),
        ]
        let life = StationLife()
        for crew in crews {
            await withTaskGroup(of: Void.self) { group in
                for seats in crew.seats {
                    group.addTask {
                        while await !life.isOver,
                            let (number, seat, job) = await pool.next(for: seats, reach: crew.reach)
                        {
                            let row: CampaignRow
                            do { row = try await carryOut(job, number: number, on: seat, baselines, life) } catch {
                                await pool.leaveOut(job, "\(error)")
                                continue
                            }
                            // What broke off with the campaign says nothing about the rig.
                            if Task.isCancelled { await pool.giveBack(job) } else { await pool.finish(row) }
                        }
                    }
                }
            }
        }
    }

    /// Why no board has the words that a job wants; nil where one has, or where that is yet to be seen.
    private static func obstacle(to job: CampaignJob, _ baselines: [CampaignSeat: Baseline]) -> String? {
        var reason: String?
        for (seat, baseline) in baselines where seat.bib == job.bib && seat.uut == job.target.uut {
            do { _ = try job.specimen.worded(at: job.target, on: baseline) } catch {
                guard let missing = error as? Replacement.Missing else { return nil }
                reason = missing.description
                continue
            }
            return nil
        }
        return reason
    }

    /// - Throws: where this board has no words for it.
    private func carryOut(
        _ job: CampaignJob, number: Int, on seat: CampaignSeat, _ baselines: [CampaignSeat: Baseline],
        _ life: StationLife
    ) async throws(Replacement.Missing) -> CampaignRow {
        guard let plan = plan(of: seat), let unit = plan.unit(seat.uut), let baseline = baselines[seat] else {
            return CampaignRow(job: job, mark: .notRun, verdict: nil, note: "nobody has the unit", duration: .zero)
        }
        let specimen: Specimen
        do { specimen = try job.specimen.worded(at: job.target, on: baseline) } catch {
            if let missing = error as? Replacement.Missing { throw missing }
            return CampaignRow(job: job, mark: .notRun, verdict: nil, note: "\(error)", duration: .zero)
        }
        return await JobRun(
            runner: runner, seat: seat, job: job, specimen: specimen, plan: plan, baseline: baseline, scale: scale,
            id: "\(name)-\(number)", limit: limit(of: unit)
        ).row(life)
    }

    private func plan(of seat: CampaignSeat) -> CampaignPlan? { plans.first { $0.plan.bib == seat.bib } }

    /// What a run may take at worst by its plan, and some.
    private func limit(of unit: UUTPlan) -> Duration { unit.longestRun(safeState: []) + .seconds(30) }
}
