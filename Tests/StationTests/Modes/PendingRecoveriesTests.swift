import RigModel
import Testing

@testable import Station

@Suite struct PendingRecoveriesTests {
    private static let run = ExecutionID("01JD3V6T4N0000000000000001")
    private var interrupted: ExecutionResult {
        let request = ExecutionRequest(
            id: Self.run, bib: "demo", uut: "uut", instance: "uut", board: "FT7A", ports: [], planHash: "1",
            requestedAt: Timestamp(nanoseconds: 0), origin: "api", stepCount: 3)
        return ExecutionResult(
            request: request, verdict: .interrupted, worstLevel: nil, unitSerial: nil,
            startedAt: Timestamp(nanoseconds: 1), endedAt: Timestamp(nanoseconds: 2), duration: .zero, stepsDone: 1,
            explanation: "", decidingStep: nil)
    }
    private func plans(_ recovery: RecoveryPolicy) -> [BIBID: Plan] { ["demo": ModeBench.plan(recovery: recovery)] }

    @Test func theOrderIsForTheUnitOnItsBoardAndGoesFirst() {
        var pending = PendingRecoveries([interrupted])
        let order = RunOrder(
            bib: "demo", uut: "uut", board: "FT7A", origin: "recovery", priority: .max, recovers: Self.run)
        #expect(pending.takeOrders(of: "other", plans: plans(.stop)) == [])
        #expect(pending.takeOrders(of: nil, plans: plans(.stop)) == [order])
        #expect(pending.takeOrders(of: "demo", plans: plans(.stop)) == [], "it is in hand")
        pending.giveBack(Self.run)
        #expect(pending.takeOrders(of: "demo", plans: plans(.stop)) == [order])
        pending.tookCare(ofRun: Self.run)
        #expect(pending.takeOrders(of: nil, plans: plans(.stop)) == [])
        #expect(pending.reasons(plans: plans(.stop)) == [])
    }

    @Test func aUnitWhoseBoardIsAwayIsToldOf() {
        let pending = PendingRecoveries([interrupted])
        #expect(
            pending.reasons(plans: plans(.stop)) == [
                "demo/uut was left in the middle of run \(Self.run); its STOP is sent as soon as board FT7A is there "
                    + "with its ports, before anything else"
            ])
    }

    @Test func aPlanThatAsksForNoRecoveryGetsNone() {
        var pending = PendingRecoveries([interrupted])
        #expect(pending.takeOrders(of: nil, plans: plans(.none)) == [])
        #expect(pending.reasons(plans: plans(.none)) == [])
        #expect(pending.withoutPlan(plans(.none)) == [])
    }

    @Test func aPlanThatIsGoneIsNotedAndMayComeBack() {
        var pending = PendingRecoveries([interrupted])
        #expect(pending.takeOrders(of: nil, plans: [:]) == [])
        #expect(pending.withoutPlan([:]).map(\.id) == [Self.run])
        #expect(pending.takeOrders(of: nil, plans: plans(.stop)).count == 1)
    }

    @Test func anyOtherRunOfTheUnitTakesCareOfIt() {
        var pending = PendingRecoveries([interrupted])
        pending.tookCare(of: "demo", "uut")
        #expect(pending.takeOrders(of: nil, plans: plans(.stop)) == [])
    }
}
