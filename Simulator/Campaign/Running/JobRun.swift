internal import APIClient
internal import BoardModel
internal import RigModel
internal import World

/// Carries out one job on a seat, and makes its row.
struct JobRun: Sendable {
    let runner: StationRunner
    let seat: CampaignSeat
    let job: CampaignJob
    /// The job's, in the words that it has for the unit.
    let specimen: Specimen
    let plan: CampaignPlan
    let baseline: Baseline
    let scale: Double
    /// Names its fault.
    let id: String
    let limit: Duration

    /// The board that it concerns on the bench; nil: all. Others have their own jobs meanwhile.
    var concerned: String? { specimen.reach == .world ? nil : seat.boardOnBench }

    /// What was so before the fault.
    struct Before {
        let account: BoardAccount
        let incarnation: Int
        var plugs: (pluggedIn: Int, incarnation: Int) { (account.pluggedIn, incarnation) }
    }

    /// - Parameter life: is ended where the service is found not to live any more.
    func row(_ life: StationLife) async -> CampaignRow {
        let start = ContinuousClock.now
        var expected: Expectation?
        var order: FaultOrder?
        func row(_ mark: CampaignMark, _ verdict: Verdict?, _ note: String) -> CampaignRow {
            CampaignRow(
                job: job, expected: expected, mark: mark, verdict: verdict, note: note, order: order,
                duration: start.duration(to: .now))
        }
        do {
            let demand = try Expectation(of: specimen, at: job.target, on: baseline, scale: scale)
            expected = demand
            if let stuck = try await runner.waitUntilFree(seat) {
                return row(.notRun, nil, "before the fault: \(stuck)")
            }
            let words = try await runner.words(of: specimen, at: job.target, on: seat)
            order = runner.order(specimen, at: job.target, of: seat, words, scale: runner.scaleByHand)
            let evidence = try await evidence(words)
            if let epitaph = runner.station.epitaphOfTheDead {
                await life.end()
                return row(.damaging, evidence.run.verdict, epitaph)
            }
            let (mark, note) = CampaignJudge.judge(evidence, expected: demand, baseline: baseline)
            return row(mark, evidence.run.verdict, note)
        } catch {
            // Whatever it was that could not be done: it is no wonder then.
            if let epitaph = await runner.station.epitaph() {
                await life.end()
                return row(.damaging, nil, epitaph)
            }
            guard let late = error as? StationRunner.NotInTime else {
                return row(.notRun, nil, "\(error)" + (await putRight()))
            }
            return row(.damaging, nil, late.what + (await putRight()))
        }
    }

    /// After a failure: whatever can be put right is, for the jobs that follow. Returns what cannot.
    private func putRight() async -> String {
        do {
            try await runner.clear(id, of: seat)
            try await runner.putRight(concerned)
            return ""
        } catch { return "; and the bench could not be put right again: \(error)" }
    }

    /// - Parameter words: what the fault is armed with besides its own parameters.
    private func evidence(_ words: [String: String]) async throws -> Evidence {
        let before = try await Before(
            account: runner.account(of: seat, from: .max), incarnation: runner.incarnation(of: seat))
        var holder: PortHolderSearch.Holder?
        switch specimen.moment {
        case .atCommand: try await arm(words)
        case .beforeRun:
            try await arm(words)
            if specimen.entry.name == "held_port" {
                holder = try await runner.waitForHolder(job.target.channel, of: seat)
            }
        case .afterPowerOn:
            try await runner.unplug(seat)
            try await arm(words)
            try await runner.plugIn(concerned)
            try await back(after: before)
        case .longBefore:
            try await arm(words)
            if specimen.entry.name != "netlink_overflow" { try await back(after: before) }
        case .inRun: break
        }
        if [.afterPowerOn, .longBefore].contains(specimen.moment), let stuck = try await runner.waitUntilFree(seat) {
            throw StationRunner.NotInTime(what: "after the fault: \(stuck)")
        }
        let run = try await run(words)
        let account = try await runner.account(of: seat, from: before.account.before)
        try await runner.clear(id, of: seat)
        if let holder { try await runner.waitForEnd(of: holder) }
        // What is cleared strikes no more.
        let strikes = try await runner.account(of: seat, from: .max).strikes[id] ?? 0
        var evidence = Evidence(
            run: JudgedRun(run), strikes: specimen.entry.name == "netlink_overflow" ? nil : strikes)
        evidence.namesHolder = holder.map { run.result?.explanation.contains($0.name) == true } ?? false
        evidence.damage = complaints(about: run, heard: account.heard)
        if let complaint = try await runner.logComplaint(of: run) { evidence.damage.append("the log: \(complaint)") }
        try await recover(before, &evidence)
        return evidence
    }

    private func run(_ words: [String: String]) async throws -> API.ExecutionDetails {
        guard specimen.moment == .inRun else { return try await runner.run(seat, within: limit) }
        let once = Once()
        return try await runner.run(seat, within: limit) { if await once.first() { try await arm(words) } }
    }

    func back(after before: Before) async throws { try await runner.waitUntilBack(seat, after: before.plugs) }

    private func arm(_ words: [String: String]) async throws {
        try await runner.arm(runner.order(specimen, at: job.target, of: seat, words, scale: scale), as: id)
    }

    private func complaints(about run: API.ExecutionDetails, heard: [BoardAccount.Line]) -> [String] {
        guard let unit = plan.unit(seat.uut) else { return [] }
        let channels = Set(unit.ports.map(\.channel))
        let commands = heard.compactMap { line -> StopCheck.Command? in
            guard let channel = Channel(letter: line.channel), channels.contains(channel) else { return nil }
            return StopCheck.Command(channel: channel, line: LogCheck.hex(line.hex))
        }
        return StopCheck(unit, of: plan.plan).complaints(
            about: run.steps, heard: commands, isDeaf: specimen.deafens, isCut: specimen.cuts,
            isHeld: unit.ports.contains { specimen.mayHold($0.line.flow) })
    }

    private actor Once {
        private var isUsed = false
        func first() -> Bool {
            defer { isUsed = true }
            return !isUsed
        }
    }
}
