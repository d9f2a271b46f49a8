internal import APIClient
internal import BoardModel
internal import RigModel
internal import World

/// Carries out one job on a seat, and makes its row.
struct JobRun: Sendable {
    let runner: StationRunner
    let seat: CampaignSeat
    let job: CampaignJob
    let plan: CampaignPlan
    let baseline: Baseline
    let scale: Double
    /// Names its fault.
    let id: String
    let limit: Duration

    private static let holderRuns = 5

    func row() async -> CampaignRow {
        let start = ContinuousClock.now
        let expected = Expectation(of: job.specimen, at: job.target)
        func row(_ mark: CampaignMark, _ verdict: Verdict?, _ note: String) -> CampaignRow {
            CampaignRow(job: job, mark: mark, verdict: verdict, note: note, duration: start.duration(to: .now))
        }
        do {
            if let stuck = try await runner.waitUntilFree(seat) {
                return row(.notRun, nil, "before the fault: \(stuck)")
            }
            let evidence = try await evidence()
            let (mark, note) = CampaignJudge.judge(evidence, expected: expected, baseline: baseline)
            return row(mark, evidence.run.verdict, note)
        } catch let error as StationRunner.NotInTime {
            await restore()
            return row(.damaging, nil, error.what)
        } catch {
            await restore()
            return row(.notRun, nil, "\(error)")
        }
    }

    /// After a failure: whatever can be put right is, for the jobs that follow.
    private func restore() async {
        do {
            try await runner.clear(id, of: seat)
            try await runner.plugIn()
        } catch {
            // The station itself does not answer: the next job on it says so.
        }
    }

    private func evidence() async throws -> Evidence {
        let specimen = job.specimen
        var before = try await runner.account(of: seat, from: .max)
        let incarnation = try await runner.incarnation(of: seat)
        switch specimen.moment {
        case .atCommand, .beforeRun: try await arm()
        case .afterPowerOn:
            _ = try await runner.station.ask(ControlRequest(verb: .unplug, board: seat.boardOnBench))
            try await arm()
            try await runner.plugIn()
            _ = try await runner.waitUntilFree(seat)
        case .longBefore:
            try await arm()
            if specimen.entry.name != "netlink_overflow" {
                try await runner.waitUntilBack(seat, after: (before.pluggedIn, incarnation))
            }
            if let stuck = try await runner.waitUntilFree(seat) {
                throw StationRunner.NotInTime(what: "after the fault: \(stuck)")
            }
        case .inRun: break
        }
        var run: API.ExecutionDetails
        if specimen.moment == .inRun {
            let once = Once()
            run = try await runner.run(seat, within: limit) { if await once.first() { try await arm() } }
        } else {
            run = try await runner.run(seat, within: limit)
            // Another program takes a moment to start, and to take the port.
            for _ in 0..<Self.holderRuns where specimen.entry.name == "held_port" && run.result?.verdict != .error {
                // Only the last one is judged.
                before = try await runner.account(of: seat, from: .max)
                run = try await runner.run(seat, within: limit)
            }
        }
        let account = try await runner.account(of: seat, from: before.before)
        try await runner.clear(id, of: seat)
        var evidence = Evidence(
            run: JudgedRun(run), strikes: specimen.entry.carrier == .board ? account.strikes[id] ?? 0 : nil)
        evidence.namesHolder = Self.namesHolder(run)
        evidence.damage = complaints(about: run, heard: account.heard)
        if let complaint = try await runner.logComplaint(of: run) { evidence.damage.append("the log: \(complaint)") }
        if specimen.reach > .channel {
            try await runner.plugIn()
            // A replug is some time under way.
            try await Task.sleep(for: .milliseconds(100))
            try await runner.plugIn()
        }
        if let stuck = try await runner.waitUntilFree(seat) { evidence.damage.append("after the run: \(stuck)") }
        if specimen.mayRemain, evidence.damage.isEmpty {
            // What a board heard halfway may spoil the first command that comes after it, and no more than a run.
            var afterwards = JudgedRun(try await runner.run(seat, within: limit))
            if !baseline.allows(afterwards) { afterwards = JudgedRun(try await runner.run(seat, within: limit)) }
            evidence.afterwards = afterwards
        }
        return evidence
    }

    private func arm() async throws {
        try await runner.arm(job.specimen, at: job.target, of: seat, as: id, scale: scale)
    }

    private func complaints(about run: API.ExecutionDetails, heard: [BoardAccount.Line]) -> [String] {
        guard let unit = plan.unit(seat.uut) else { return [] }
        let channels = Set(unit.ports.map(\.channel))
        let commands = heard.compactMap { line -> StopCheck.Command? in
            guard let channel = Channel(letter: line.channel), channels.contains(channel) else { return nil }
            return StopCheck.Command(channel: channel, line: LogCheck.hex(line.hex))
        }
        return StopCheck(unit, of: plan.plan).complaints(
            about: run.steps, heard: commands, isDeaf: job.specimen.deafens, isCut: job.specimen.cuts)
    }

    /// Whether a run says who has its port: by name or number.
    private static func namesHolder(_ run: API.ExecutionDetails) -> Bool {
        let text = run.result?.explanation ?? ""
        return text.contains("pid ") || text.contains("another user's process")
    }

    private actor Once {
        private var isUsed = false
        func first() -> Bool {
            defer { isUsed = true }
            return !isUsed
        }
    }
}
