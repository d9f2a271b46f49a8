import Logging
import RigModel
import Support
import Testing

@testable import Alerts

/// The desk between the station's events and who asks for alerts.
@Suite(.timeLimit(.minutes(1))) struct AlertDeskTests {
    private static let time = Timestamp(nanoseconds: 1_788_264_000_000_000_000)

    private static func id(_ number: Int) -> AlertID { AlertID("0000000000000000000000000\(number)") }
    private static func desk(_ archive: FakeAlertArchive = FakeAlertArchive()) -> (AlertDesk, FakeSpine) {
        let desk = AlertDesk(
            archive: archive, clocks: Clocks { time },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return (desk, FakeSpine())
    }
    private static func said(_ reasons: [String], part: String = "store") -> NumberedEvent {
        let status = ServiceStatus(
            state: reasons.isEmpty ? .running : .degraded,
            troubles: reasons.map { ServiceTrouble(part: part, reason: $0) })
        // As the store hands it out while it fails.
        return NumberedEvent(sequence: 1, at: time, event: .serviceStatusChanged(status), isStored: false)
    }
    private static func told(_ spine: FakeSpine) -> [Alert] {
        spine.events.compactMap { if case .alertChanged(let alert) = $0 { alert } else { nil } }
    }

    @Test func aStoreThatFailsIsToldOfFromMemoryAndItsEndAsWell() async throws {
        let archive = FakeAlertArchive()
        let (desk, spine) = Self.desk(archive)
        try await desk.begin(on: spine, replacement: nil)
        await archive.fail()
        await desk.consume([Self.said(["the disk is full"])])
        #expect(await desk.openAlerts().map(\.summary) == ["the disk is full"])
        let page = await desk.alerts(AlertFilter(states: [.firing]), limit: 9)
        #expect(page.alerts.count == 1 && page.incomplete == nil, "the store is not needed for it")
        await desk.consume([Self.said([])])
        #expect(Self.told(spine).map(\.state) == [.firing, .resolved])
        #expect(await desk.openAlerts().isEmpty)
    }

    @Test func whatWasOpenIsToldOfAgainAndGoesWithItsReason() async throws {
        let archive = FakeAlertArchive()
        let key = AlertKey(rule: .serviceDegraded, subject: "logs: logs cannot be written")
        let gone = Alert(
            id: Self.id(1), key: key, severity: .warning, summary: "logs cannot be written", firedAt: Self.time)
        let unit = AlertKey(rule: .runCritical, subject: "demo/unit")
        let critical = Alert(id: Self.id(2), key: unit, severity: .critical, summary: "look", firedAt: Self.time)
        await archive.hold([gone, critical])
        let (desk, spine) = Self.desk(archive)
        try await desk.begin(on: spine, replacement: nil)
        #expect(Self.told(spine) == [gone, critical], "the page learns of them as of any other")
        await desk.consume([Self.said([])])
        #expect(Self.told(spine).last?.id == gone.id && Self.told(spine).last?.state == .resolved)
        #expect(await desk.openAlerts() == [critical])
    }

    @Test func aStoreThatWasReplacedIsToldOfUntilSomebodyHasSeenIt() async throws {
        let (desk, spine) = Self.desk()
        try await desk.begin(on: spine, replacement: "the store was damaged; it is kept as x")
        let alert = try #require(await desk.openAlerts().first)
        #expect(alert.key.rule == .storeReplaced && alert.summary.contains("it is kept as x"))
        let (seen, isNews) = try await desk.acknowledge(alert.id, by: "ann")
        #expect(isNews && seen.state == .resolved)
        #expect(Self.told(spine).map(\.state) == [.firing, .resolved])
        await #expect(throws: AlertRefusal.self) { try await desk.acknowledge(alert.id, by: "ann") }
    }

    @Test func aStoreThatCannotBeReadIsNoReasonNotToTellOfWhatHappensNow() async throws {
        let archive = FakeAlertArchive()
        await archive.fail()
        let (desk, spine) = Self.desk(archive)
        await #expect(throws: FakeAlertArchive.Broken.self) { try await desk.begin(on: spine, replacement: "anew") }
        await desk.consume([Self.said(["the disk is full"])])
        #expect(Self.told(spine).map(\.key.rule) == [.storeReplaced, .serviceDegraded])
    }

    @Test func memoryIsAskedBeforeTheStoreWhichMayLagBehind() async throws {
        let archive = FakeAlertArchive()
        let (desk, spine) = Self.desk(archive)
        try await desk.begin(on: spine, replacement: nil)
        await desk.consume([Self.said(["the disk is full"])])
        let firing = try #require(await desk.openAlerts().first)
        var old = firing
        old.resolution = .init(at: Self.time, because: "wrongly")
        let earlier = Alert(
            id: Self.id(1), key: AlertKey(rule: .runCritical, subject: "demo/unit"), severity: .critical,
            summary: "look", firedAt: Self.time, resolution: .init(at: Self.time, because: "good"))
        await archive.hold([old, earlier])
        #expect(await desk.alerts(AlertFilter(), limit: 9).alerts == [firing, earlier])
        #expect(await desk.alerts(AlertFilter(), limit: 1).alerts == [firing])
        #expect(await desk.alerts(AlertFilter(before: firing.id), limit: 9).alerts == [earlier])
    }

    @Test func whatEndedBeforeTheServiceBeganIsOverAndNotUnknown() async throws {
        let archive = FakeAlertArchive()
        let unit = AlertKey(rule: .runCritical, subject: "demo/unit")
        let over = Alert(
            id: Self.id(1), key: unit, severity: .critical, summary: "look", firedAt: Self.time,
            resolution: .init(at: Self.time, because: "run 7 was good"))
        await archive.hold([over])
        let (desk, spine) = Self.desk(archive)
        try await desk.begin(on: spine, replacement: nil)
        await #expect(throws: AlertRefusal.alreadyResolved(over.id, because: "run 7 was good")) {
            try await desk.acknowledge(over.id, by: "ann")
        }
        await #expect(throws: AlertRefusal.unknownAlert(Self.id(2))) {
            try await desk.acknowledge(Self.id(2), by: "ann")
        }
        #expect(Self.told(spine).isEmpty)
    }

    @Test func ofTwoOpenAlertsOfOneThingTheNewestStays() async throws {
        let archive = FakeAlertArchive()
        let unit = AlertKey(rule: .runCritical, subject: "demo/unit")
        let alerts = (1...3).map {
            Alert(id: Self.id($0), key: unit, severity: .critical, summary: "look", firedAt: Self.time)
        }
        await archive.hold(alerts)
        let (desk, spine) = Self.desk(archive)
        try await desk.begin(on: spine, replacement: nil)
        #expect(await desk.openAlerts() == [alerts[2]])
        let over = Self.told(spine).filter { $0.state == .resolved }
        #expect(over.map(\.id) == [Self.id(1), Self.id(2)], "the store learns that they are over")
        #expect(over.allSatisfy { $0.resolution?.because.contains(Self.id(3).rawValue) == true })
    }

    @Test func aStoreThatCannotBeReadHidesNothingThatMemoryHas() async throws {
        let archive = FakeAlertArchive()
        let (desk, spine) = Self.desk(archive)
        try await desk.begin(on: spine, replacement: nil)
        await desk.consume([Self.said(["one"]), Self.said(["two"])])
        await archive.fail()
        let open = await desk.openAlerts()
        #expect(open.map(\.summary) == ["two"])
        let page = await desk.alerts(AlertFilter(), limit: 9)
        #expect(Set(page.alerts.map(\.summary)) == ["one", "two"], "one ended of late")
        #expect(page.incomplete?.contains("Broken") == true)
        #expect(await desk.alerts(AlertFilter(states: [.resolved]), limit: 9).alerts.map(\.summary) == ["one"])
        await #expect(throws: AlertRefusal.unreadable(Self.id(1), why: "Broken()")) {
            try await desk.acknowledge(Self.id(1), by: "ann")
        }
        await archive.mend()
        #expect(await desk.alerts(AlertFilter(), limit: 9).incomplete == nil)
    }

    @Test func whatTheStoreCouldNotTellAtFirstCanBeAcknowledgedOnceItCan() async throws {
        let archive = FakeAlertArchive()
        let unit = AlertKey(rule: .runCritical, subject: "demo/unit")
        let missed = Alert(id: Self.id(1), key: unit, severity: .critical, summary: "look", firedAt: Self.time)
        await archive.hold([missed])
        await archive.fail()
        let (desk, spine) = Self.desk(archive)
        await #expect(throws: FakeAlertArchive.Broken.self) { try await desk.begin(on: spine, replacement: nil) }
        await archive.mend()
        let (seen, isNews) = try await desk.acknowledge(missed.id, by: "ann")
        #expect(isNews && seen.resolution?.because == "acknowledged by ann")
        #expect(Self.told(spine) == [seen])
    }
}
