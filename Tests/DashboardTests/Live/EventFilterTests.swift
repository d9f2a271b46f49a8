import RigModel
import Testing

@testable import Dashboard

@Suite struct EventFilterTests {
    private let request = Sample.request(instance: "production_uut@FT7DEMO1")
    private var view: BenchView {
        var view = BenchView()
        view.fold(Sample.numbered([.executionStarted(request, at: Sample.time)])[0])
        return view
    }
    private func admits(_ filter: EventFilter, _ event: RigEvent) -> Bool {
        filter.admits(StoredEvent(Sample.numbered([event], from: 2)[0], before: view))
    }
    private var all: [RigEvent] {
        [
            .serviceStatusChanged(ServiceStatus(state: .running)), .portStatusChanged(Sample.port()),
            .planChanged(Sample.plan()), .executionQueued(request, waitingFor: []),
            .executionStarted(request, at: Sample.time), .executionCompleted(Sample.result(request)),
            .phaseStarted(Sample.phase(request, .test, [])), .stepCompleted(Sample.step(request, .test, 0)),
            .logLine(Sample.line(request, "x")), .alertChanged(Sample.alert()),
        ]
    }

    @Test func withoutAFilterAllPass() {
        for event in all { #expect(admits(.everything, event)) }
    }

    @Test func topicsNarrow() {
        let passed = all.filter { admits(EventFilter(topics: [.steps, .status]), $0) }.map(\.name)
        #expect(passed == ["ServiceStatusChanged", "StepCompleted"])
    }

    @Test func whatFitsEveryKeyPasses() {
        let filter = EventFilter(bibs: ["client_demo"], units: ["production_uut"], ports: ["FT7DEMO1-A"])
        for event in all { #expect(admits(filter, event)) }
        let byInstance = EventFilter(units: ["production_uut@FT7DEMO1"])
        for event in all { #expect(admits(byInstance, event)) }
    }

    @Test(arguments: [
        (EventFilter(bibs: ["other"]), ["ServiceStatusChanged", "AlertChanged"]),
        (EventFilter(units: ["other"]), ["ServiceStatusChanged", "PortStatusChanged", "PlanChanged", "AlertChanged"]),
        (EventFilter(ports: ["FT7DEMO1-B"]), ["ServiceStatusChanged", "PlanChanged", "AlertChanged"]),
    ])
    func whatDoesNotFitIsLeftOut(filter: EventFilter, passing: [String]) {
        #expect(all.filter { admits(filter, $0) }.map(\.name) == passing)
    }

    @Test func theLevelIsOfLogLinesOnly() {
        let filter = EventFilter(level: .warning)
        let severities = LogLine.Severity.allCases.filter {
            admits(filter, .logLine(Sample.line(request, "x", severity: $0)))
        }
        #expect(severities == [.warning, .error])
        #expect(admits(filter, .stepCompleted(Sample.step(request, .test, 0))))
    }

    @Test func aNoteBelongsToThePortsOfItsRun() {
        let note = RigEvent.logLine(Sample.line(request, "x", port: nil))
        #expect(admits(EventFilter(ports: ["FT7DEMO1-A"]), note))
        #expect(!admits(EventFilter(ports: ["FT7DEMO1-B"]), note))
    }
}
