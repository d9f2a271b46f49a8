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
        #expect(try await desk.alerts(AlertFilter(states: [.firing]), limit: 9).count == 1)
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
        #expect(try await desk.alerts(AlertFilter(), limit: 9) == [firing, earlier])
        #expect(try await desk.alerts(AlertFilter(), limit: 1) == [firing])
        #expect(try await desk.alerts(AlertFilter(before: firing.id), limit: 9) == [earlier])
    }
}
