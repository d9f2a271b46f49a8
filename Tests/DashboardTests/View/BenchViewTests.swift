import RigModel
import Testing

@testable import Dashboard

@Suite struct BenchViewTests {
    private func view(_ events: RigEvent...) -> BenchView {
        var view = BenchView()
        for event in Sample.numbered(events) { view.fold(event) }
        return view
    }
    private let request = Sample.request()
    private let later = Sample.time.advanced(by: .seconds(3))

    @Test func countsOfPortsAddUp() {
        let statuses: [PortStatus] = [.available, .inUse, .inUse, .reserved, .error, .offline, .quarantined]
        var view = BenchView()
        for (index, status) in statuses.enumerated() {
            view.fold(Sample.numbered([.portStatusChanged(Sample.port(PortID("P\(index)"), status))])[0])
        }
        let ports = view.apiPorts(at: later, Sample.facts)
        #expect(ports.total == 7)
        #expect(ports.inUse == 2)
        #expect(
            ports.inUse + ports.available + ports.error + ports.reserved + ports.offline + ports.quarantined == 7)
        #expect(ports.ports.map(\.id.rawValue) == ["P0", "P1", "P2", "P3", "P4", "P5", "P6"])
    }

    @Test func aPortIsAsItsLastEventSaysUntilItIsForgotten() {
        let used = Sample.port(
            "FT7DEMO1-A", .inUse, uut: request.instance, execution: request.id, since: Sample.time)
        let port = view(.portStatusChanged(Sample.port()), .portStatusChanged(used))
            .apiPorts(at: later, Sample.facts).ports[0]
        #expect(port.status == .inUse)
        #expect(port.currentUut == "production_uut")
        #expect(port.executionDurationMs == 3_000)
        #expect(view(.portStatusChanged(used), .portForgotten(used.port.id)).ports.isEmpty)
    }

    @Test func aRunGoesFromTheQueueToTheActiveToTheRecentOnes() {
        let queued = RigEvent.executionQueued(request, waitingFor: ["FT7DEMO1-A"])
        let started = RigEvent.executionStarted(request, at: Sample.time)
        let completed = RigEvent.executionCompleted(Sample.result(request))
        #expect(view(queued).apiQueued(zone: .utc).map(\.waitingFor) == [["FT7DEMO1-A"]])
        let active = view(queued, started).apiExecutions(at: later, zone: .utc)
        #expect(active.queued.isEmpty)
        #expect(active.active.map(\.executionId) == [request.id])
        #expect(active.active[0].durationMs == 3_000)
        #expect(active.active[0].currentPhase == nil)
        let done = view(queued, started, completed).apiExecutions(at: later, zone: .utc)
        #expect(done.active.isEmpty && done.queued.isEmpty)
        #expect(done.recent.map(\.verdict) == [.pass])
    }

    /// What a run shows after each of its events: phase, step, index, percentage, worst verdict.
    @Test func progressFollowsPhasesAndSteps() {
        let start = ["reset", "read_sn"]
        let test = ["rail", "rail2", "rail3"]
        let table: [(RigEvent, Phase?, String?, Int, Double, Verdict)] = [
            (.executionStarted(request, at: Sample.time), nil, nil, 1, 0, .pass),
            (.phaseStarted(Sample.phase(request, .start, start)), .start, "reset", 1, 0, .pass),
            (.stepCompleted(Sample.step(request, .start, 0)), .start, "read_sn", 2, 16.7, .pass),
            (.stepCompleted(Sample.step(request, .start, 1, .warn)), .start, nil, 3, 33.3, .warn),
            (.phaseStarted(Sample.phase(request, .test, test)), .test, "rail", 3, 33.3, .warn),
            (.stepCompleted(Sample.step(request, .test, 0, .fail)), .test, "rail2", 4, 50, .fail),
            // It fails, so the rest of TEST is skipped.
            (.phaseStarted(Sample.phase(request, .stop, ["bye"])), .stop, "bye", 6, 83.3, .fail),
            (.stepCompleted(Sample.step(request, .stop, 0)), .stop, nil, 6, 100, .fail),
        ]
        var view = BenchView()
        for (event, phase, step, index, percentage, worst) in table {
            view.fold(Sample.numbered([event])[0])
            let run = view.apiActive(at: later, zone: .utc)[0]
            #expect(run.currentPhase == phase)
            #expect(run.step == step)
            #expect(run.stepIndex == index)
            #expect(run.progressPercentage == percentage)
            #expect(run.validationLevel == worst)
        }
    }

    @Test func everyPassOfALoopCounts() {
        let request = Sample.request(steps: 1 + 2 * 3 + 1)
        var view = view(
            .executionStarted(request, at: Sample.time), .phaseStarted(Sample.phase(request, .start, ["reset"])),
            .stepCompleted(Sample.step(request, .start, 0)))
        for iteration in 1...3 {
            view.fold(
                Sample.numbered([.phaseStarted(Sample.phase(request, .test, ["a", "b"], iteration: iteration))])[0])
            #expect(view.apiActive(at: later, zone: .utc)[0].stepIndex == 2 * iteration)
        }
    }

    @Test func anEventOfAnUnknownRunChangesNothing() {
        let view = view(
            .phaseStarted(Sample.phase(request, .test, ["a"])), .stepCompleted(Sample.step(request, .test, 0)))
        #expect(view.active.isEmpty)
        #expect(view.sequence == 2)
    }

    @Test func theEstimateIsTheMedianOfTheUnitsGoodRuns() {
        var events: [RigEvent] = []
        for (number, seconds) in [10, 2, 6].enumerated() {
            let result = Sample.result(Sample.request(number), .pass, duration: .seconds(seconds))
            events.append(.executionCompleted(result))
        }
        // Neither an aborted run nor another unit's says how long this one takes.
        events.append(.executionCompleted(Sample.result(Sample.request(8), .aborted, duration: .seconds(100))))
        events.append(
            .executionCompleted(
                Sample.result(Sample.request(9, uut: "other"), .pass, duration: .seconds(100))))
        events.append(.executionStarted(Sample.request(20), at: Sample.time))
        events.append(.executionStarted(Sample.request(21, uut: "third"), at: Sample.time))
        var view = BenchView()
        for event in Sample.numbered(events) { view.fold(event) }
        let runs = view.apiActive(at: later, zone: .utc)
        #expect(runs.map(\.etaMs) == [3_000, nil])
        #expect(view.apiActive(at: Sample.time.advanced(by: .seconds(60)), zone: .utc)[0].etaMs == 0)
    }

    @Test("complaint 16: the last verdict of each unit stays until the next") func theLastVerdictOfEachUnitStays() {
        let other = Sample.request(3, uut: "other")
        let view = view(
            .executionCompleted(Sample.result(Sample.request(1), .fail)),
            .executionCompleted(Sample.result(other, .warn, endedAt: Sample.time.advanced(by: .seconds(11)))),
            .executionCompleted(
                Sample.result(Sample.request(2), .pass, endedAt: Sample.time.advanced(by: .seconds(12)))),
            .executionStarted(Sample.request(4), at: later))
        #expect(view.apiLastVerdicts(zone: .utc).map(\.verdict) == [.pass, .warn])
    }

    @Test func runsOfEarlierTimesAreTakenInBehindTheNewerOnes() {
        var view = view(
            .executionCompleted(
                Sample.result(Sample.request(9), .pass, endedAt: Sample.time.advanced(by: .seconds(90)))))
        let old = (1...3).map {
            Sample.result(Sample.request($0), .fail, endedAt: Sample.time.advanced(by: .seconds($0)))
        }
        view.seed(old.reversed() + [Sample.result(Sample.request(9), .pass)])
        #expect(view.recent.map(\.request.id) == [9, 3, 2, 1].map(Sample.execution))
        #expect(view.apiLastVerdicts(zone: .utc).map(\.verdict) == [.pass])
    }

    @Test func whatIsKeptIsBounded() {
        var view = BenchView()
        for number in 1...500 {
            view.fold(
                NumberedEvent(
                    sequence: UInt64(number), at: Sample.time,
                    event: .executionCompleted(Sample.result(Sample.request(number)))))
            view.fold(
                NumberedEvent(
                    sequence: UInt64(number), at: Sample.time, event: .logLine(Sample.line(request, "\(number)"))))
        }
        #expect(view.recent.count == BenchView.recentLimit)
        #expect(view.apiLogTail(zone: .utc).map(\.text).last == "500")
        #expect(view.apiLogTail(zone: .utc).count == BenchView.logTailLimit)
        #expect(view.logTail.count < 2 * BenchView.logTailLimit)
    }

    @Test func theStatusIsStartingUntilItIsKnown() {
        let unknown = Sample.facts.status(BenchView().status, at: .now)
        #expect(unknown.status == .degraded)
        #expect(unknown.reasons == ["the service is starting"])
        let running = view(.serviceStatusChanged(ServiceStatus(state: .running)))
        #expect(Sample.facts.status(running.status, at: .now).status == .running)
    }
}
