import RigModel
import Testing

@testable import Station

@Suite struct PendingRecoveriesTests {
    private static let run = ExecutionID("01JD3V6T4N0000000000000001")
    private let start = ContinuousClock.now
    private func request(_ id: ExecutionID = run, recovers: ExecutionID? = nil) -> ExecutionRequest {
        ExecutionRequest(
            id: id, bib: "demo", uut: "uut", instance: "uut", board: "FT7A",
            ports: [AssignedPort(alias: "ctl", port: "FT7A-A", devicePath: "/dev/ttyUSB0", channel: .a)],
            planHash: "1", requestedAt: Timestamp(nanoseconds: 0), origin: "api", stepCount: 3, recovers: recovers)
    }
    private func result(
        _ request: ExecutionRequest, _ verdict: Verdict, steps: Int = 1, began: Bool = true
    ) -> ExecutionResult {
        ExecutionResult(
            request: request, verdict: verdict, worstLevel: nil, unitSerial: nil,
            startedAt: began ? Timestamp(nanoseconds: 1) : nil, endedAt: Timestamp(nanoseconds: 2), duration: .zero,
            stepsDone: steps, explanation: "held by tio", decidingStep: nil)
    }
    private var interrupted: ExecutionResult { result(request(), .interrupted) }
    private func plans(_ recovery: RecoveryPolicy = .stop) -> [BIBID: Plan] {
        ["demo": ModeBench.plan(recovery: recovery)]
    }
    private let order = RunOrder(
        bib: "demo", uut: "uut", board: "FT7A", origin: "recovery", priority: .max, recovers: run)
    private let bench = PendingRecoveries.Occasion.bench(plugged: [])

    /// The attempt ends so.
    private func fail(_ pending: inout PendingRecoveries, at now: ContinuousClock.Instant) -> PendingRecoveries.Retry? {
        pending.begun(Self.run, by: "r")
        return pending.ended(result(request("r", recovers: Self.run), .error, steps: 0), now: now)
    }

    @Test func theOrderIsForTheUnitOnItsBoardAndGoesFirst() {
        var pending = PendingRecoveries([interrupted])
        #expect(pending.takeOrders(.order("other"), plans: plans(), now: start) == [])
        #expect(pending.takeOrders(.time, plans: plans(), now: start) == [], "nothing has changed")
        #expect(pending.takeOrders(bench, plans: plans(), now: start) == [order])
        #expect(pending.takeOrders(.order("demo"), plans: plans(), now: start) == [], "it is in hand")
        pending.refused(Self.run, boardIsThere: false, now: start)
        #expect(pending.takeOrders(.order("demo"), plans: plans(), now: start) == [order])
        pending.begun(Self.run, by: "r")
        #expect(pending.inHand(of: "demo").runs == ["r"])
        #expect(pending.ended(result(request("r", recovers: Self.run), .pass), now: start) == nil)
        #expect(pending.isEmpty && pending.reasons(plans: plans()) == [])
    }

    @Test func aUnitWhoseBoardIsAwayIsToldOf() {
        let pending = PendingRecoveries([interrupted])
        #expect(
            pending.reasons(plans: plans()) == [
                "demo/uut was left in the middle of run \(Self.run); its STOP is sent as soon as board FT7A is there "
                    + "with its ports, before anything else"
            ])
    }

    @Test func aPlanThatAsksForNoRecoveryGetsNone() {
        var pending = PendingRecoveries([interrupted])
        #expect(pending.takeOrders(bench, plans: plans(.none), now: start) == [])
        #expect(pending.reasons(plans: plans(.none)) == [])
        #expect(pending.withoutPlan(plans(.none)) == [])
        #expect(pending.keptPorts(plans: plans(.none), now: start) == [])
    }

    @Test func aPlanThatIsGoneIsNotedAndMayComeBack() {
        var pending = PendingRecoveries([interrupted])
        #expect(pending.takeOrders(bench, plans: [:], now: start) == [])
        #expect(pending.withoutPlan([:]).map(\.id) == [Self.run])
        #expect(pending.takeOrders(bench, plans: plans(), now: start).count == 1)
    }

    @Test func whatEndsInErrorIsTriedAgainAtLongerAndLongerIntervals() {
        var pending = PendingRecoveries([interrupted])
        var now = start
        #expect(pending.takeOrders(bench, plans: plans(), now: now) == [order])
        var waits: [Duration] = []
        for _ in 0..<12 {
            let retry = fail(&pending, at: now)
            let wait = retry?.wait ?? .zero
            waits.append(wait)
            #expect(pending.takeOrders(.time, plans: plans(), now: now + wait - .milliseconds(1)) == [])
            #expect(pending.takeOrders(bench, plans: plans(), now: now + wait - .milliseconds(1)) == [])
            now += wait
            #expect(pending.takeOrders(.time, plans: plans(), now: now) == [order])
        }
        #expect(waits.map { $0.components.seconds } == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    }

    @Test func aBoardThatComesBackIsNotMadeToWait() {
        var pending = PendingRecoveries([interrupted])
        _ = pending.takeOrders(bench, plans: plans(), now: start)
        #expect(fail(&pending, at: start)?.because == "held by tio")
        #expect(
            pending.reasons(plans: plans()) == [
                "demo/uut was left in the middle of run \(Self.run), and its recovery has failed (held by tio); it "
                    + "is tried again and again"
            ])
        #expect(pending.takeOrders(.bench(plugged: ["FT7B"]), plans: plans(), now: start) == [])
        #expect(pending.takeOrders(.bench(plugged: ["FT7A"]), plans: plans(), now: start) == [order])
    }

    @Test func ordersMakeNoStormOfAttempts() {
        var pending = PendingRecoveries([interrupted])
        _ = pending.takeOrders(bench, plans: plans(), now: start)
        for _ in 0..<3 {
            _ = fail(&pending, at: start)
            _ = pending.takeOrders(.time, plans: plans(), now: start + .seconds(300))
        }
        _ = fail(&pending, at: start)
        #expect(pending.takeOrders(.order("demo"), plans: plans(), now: start + .milliseconds(999)) == [])
        #expect(pending.nextAttempt(of: "demo") == start + .seconds(1))
        #expect(pending.nextAttempt(of: "other") == nil)
        #expect(pending.takeOrders(.order("demo"), plans: plans(), now: start + .seconds(1)) == [order])
    }

    @Test func anEndThatIsToldBeforeTheOrderWasAnsweredCounts() {
        var pending = PendingRecoveries([interrupted])
        _ = pending.takeOrders(bench, plans: plans(), now: start)
        let failed = result(request("r", recovers: Self.run), .error, steps: 0)
        #expect(pending.ended(failed, now: start)?.failures == 1)
        pending.begun(Self.run, by: "r")
        #expect(pending.takeOrders(.time, plans: plans(), now: start + .seconds(1)) == [order])
    }

    @Test(arguments: [
        (Verdict.pass, 1, true, true), (.fail, 1, true, true), (.critical, 1, true, true), (.error, 1, true, true),
        (.error, 0, true, false), (.aborted, 0, false, false), (.error, 0, false, false),
    ])
    func anyOtherRunThatCameToTheUnitTakesCareOfIt(verdict: Verdict, steps: Int, began: Bool, takesCare: Bool) {
        var pending = PendingRecoveries([interrupted])
        pending.admitted(request("other"))
        #expect(pending.takeOrders(bench, plans: plans(), now: start) == [], "it has the unit")
        let retry = pending.ended(result(request("other"), verdict, steps: steps, began: began), now: start)
        #expect(pending.isEmpty == takesCare)
        #expect((retry == nil) == takesCare)
    }

    @Test func aRecoveryThatBrokeOffIsTriedAgain() {
        var pending = PendingRecoveries([interrupted])
        _ = pending.takeOrders(bench, plans: plans(), now: start)
        let broken = result(request("r", recovers: Self.run), .error, steps: 1)
        #expect(pending.ended(broken, now: start) != nil)
    }

    @Test func portsAreKeptUntilTheFirstAttemptHasEndedOrCannotBeMade() {
        var pending = PendingRecoveries([interrupted])
        func kept(_ seconds: Int) -> Set<PortID> {
            pending.keptPorts(plans: plans(), now: start + .seconds(seconds))
        }
        #expect(kept(1_000) == ["FT7A-A"], "its board has not been there")
        _ = pending.takeOrders(bench, plans: plans(), now: start)
        pending.refused(Self.run, boardIsThere: true, now: start)
        pending.refused(Self.run, boardIsThere: true, now: start + .seconds(10))
        #expect(kept(29) == ["FT7A-A"])
        #expect(kept(30) == [])
        _ = pending.takeOrders(bench, plans: plans(), now: start)
        pending.begun(Self.run, by: "r")
        #expect(kept(31) == ["FT7A-A"])
        _ = fail(&pending, at: start)
        #expect(kept(31) == [])
    }
}
