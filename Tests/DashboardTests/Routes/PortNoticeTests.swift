import RigModel
import Testing

@testable import Dashboard

/// What is said of an order that takes a port out of use or lets it back: what it has come to, not what it was meant for.
@Suite(.timeLimit(.minutes(1))) struct PortNoticeTests {
    private static let id: PortID = "FT7DEMO1-A"
    private static let run = Sample.execution(1)
    private static let inUse = Sample.port(id, .inUse, execution: run, lease: "run-1")
    private static let lent = Sample.port(id, .reserved, lease: "L1", leaseOwner: "ann")
    private static let kept = Sample.port(id, .quarantined, lastError: "bent pin")

    @Test(arguments: [
        (nil, "is out of use until it is released: loose"),
        (Sample.port(id), "is out of use until it is released: loose"),
        (Sample.port(id, .error), "is out of use until it is released: loose"),
        (Sample.port(id, .offline), "is not plugged in; when it is, it stays out of use until it is released: loose"),
        (kept, "was out of use already; it stays so until it is released: loose (instead of: bent pin)"),
        (inUse, "is out of use as soon as run \(run) is over, until it is released: loose"),
        (lent, "is out of use as soon as lease L1 of ann is over, until it is released: loose"),
    ])
    func whatAQuarantineComesTo(before: PortSnapshot?, text: String) {
        #expect(PortNotice(Self.id, before: before).quarantined(for: "loose") == "port \(Self.id) \(text)")
    }

    @Test func theSameReasonIsToldOnce() {
        #expect(
            PortNotice(Self.id, before: Self.kept).quarantined(for: "bent pin")
                == "port \(Self.id) was out of use already; it stays so until it is released: bent pin")
    }

    @Test(arguments: [
        (nil, "is handed out again"),
        (kept, "is handed out again"),
        (Sample.port(id, .error), "is handed out again"),
        (Sample.port(id), "is in no quarantine; it can be handed out"),
        (
            Sample.port(id, .offline), "is in no quarantine; it is not plugged in, and can be handed out when it is"
        ),
        (inUse, "is in no quarantine; it can be handed out when run \(run) is over"),
        (lent, "is in no quarantine; it can be handed out when lease L1 of ann is over"),
    ])
    func whatAReleaseComesTo(before: PortSnapshot?, text: String) {
        #expect(PortNotice(Self.id, before: before).released == "port \(Self.id) \(text)")
    }

    @Test func theAnswerSaysWhatThePortIs() async throws {
        try await TestStation.run { station in
            await station.hub.consume(Sample.numbered([.portStatusChanged(Self.kept)]))
            let path = "/api/v1/ports/\(Self.id)"
            let again = try await station.client.post(path + "/quarantine", #"{"reason":"loose"}"#)
            #expect(try again.json(API.Notice.self).reason.contains("(instead of: bent pin)"))
            await station.hub.consume(Sample.numbered([.portStatusChanged(Sample.port(Self.id))], from: 2))
            let released = try await station.client.send("POST", path + "/release")
            #expect(
                try released.json(API.Notice.self).reason == "port \(Self.id) is in no quarantine; it can be handed out"
            )
        }
    }
}
