import Locking
import Logging
import Plans
import PortPool
import RigModel
import SerialIO
import Support
import Testing

@testable import Station

/// Retries of recoveries, with runs that end as the test says.
@Suite(.timeLimit(.minutes(1))) struct RecoveriesTests {
    private static let cut = ExecutionID("01JD3V6T4N0000000000000001")
    private static let plan = """
        version: 1
        bib: demo
        match: { product: demo }
        recovery: stop
        uuts: [{ id: uut, ports: { ctl: { channel: A } }, test: [{ id: a, send: "A", expect: "A" }] }]
        """

    /// Takes every order; its run ends at once.
    private final class FakeRuns: RunControl {
        private let taken = Lock<[RunOrder]>([])
        private let underWay: UnitsUnderWay
        private let verdict: @Sendable (_ number: Int) -> Verdict

        init(_ underWay: UnitsUnderWay, verdict: @escaping @Sendable (_ number: Int) -> Verdict) {
            self.underWay = underWay
            self.verdict = verdict
        }
        var orders: [RunOrder] { taken.withLock { $0 } }

        func start(_ order: RunOrder) async throws(RunRefusal) -> [ExecutionRequest] {
            let number = taken.withLock { orders in
                orders.append(order)
                return orders.count
            }
            let request = RecoveriesTests.request(ExecutionID("r\(number)"), recovers: order.recovers)
            let ending = RecoveriesTests.result(request, verdict(number))
            await underWay.consume([
                NumberedEvent(
                    sequence: 1, at: Timestamp(nanoseconds: 1), event: .executionQueued(request, waitingFor: [])),
                NumberedEvent(sequence: 2, at: Timestamp(nanoseconds: 2), event: .executionCompleted(ending)),
            ])
            return [request]
        }
        func abort(_ id: ExecutionID, reason: String) async throws(RunRefusal) { throw .unknownExecution(id) }
        func signal(_ id: ExecutionID) async throws(RunRefusal) { throw .unknownExecution(id) }
        func answer(_ id: ExecutionID, step: String, with answer: OperatorAnswer) async throws(RunRefusal) {
            throw .unknownExecution(id)
        }
    }

    private static func request(_ id: ExecutionID, recovers: ExecutionID? = nil) -> ExecutionRequest {
        ExecutionRequest(
            id: id, bib: "demo", uut: "uut", instance: "uut", board: "FT7A", ports: [], planHash: "1",
            requestedAt: Timestamp(nanoseconds: 0), origin: "recovery", stepCount: 1, recovers: recovers)
    }
    private static func result(_ request: ExecutionRequest, _ verdict: Verdict) -> ExecutionResult {
        ExecutionResult(
            request: request, verdict: verdict, worstLevel: nil, unitSerial: nil, startedAt: Timestamp(nanoseconds: 1),
            endedAt: Timestamp(nanoseconds: 2), duration: .zero, stepsDone: 0, explanation: "held by tio",
            decidingStep: nil)
    }

    /// Recoveries of one unit, followed while `body` works.
    private func follow(
        verdict: @escaping @Sendable (_ number: Int) -> Verdict,
        _ body: (Recoveries, FakeRuns, HealthBoard) async throws -> Void
    ) async throws -> FakeRuns {
        var catalog = PlanCatalog()
        catalog.add(Array(Self.plan.utf8), file: "demo.yaml", loader: .station)
        var shelf = PlanShelf()
        _ = shelf.take(catalog)
        let reactor = try Reactor(name: "recoveries")
        defer { reactor.shutdown() }
        let (spine, health, underWay) = (FakeSpine(), HealthBoard(), UnitsUnderWay())
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let pool = Pool(on: reactor, spine: spine, clocks: .system)
        let boards = StationBoards(shelf: shelf, pool: pool, spine: spine, health: health, logger: logger)
        let runs = FakeRuns(underWay, verdict: verdict)
        let recoveries = Recoveries(
            [Self.result(Self.request(Self.cut), .interrupted)], runs: runs, underWay: underWay, boards: boards,
            pool: pool, health: health, logger: logger)
        let following = Task { await recoveries.follow() }
        await recoveries.begin(.bench(plugged: []))
        try await body(recoveries, runs, health)
        following.cancel()
        await following.value
        return runs
    }

    @Test func whatFailsIsTriedAgainUntilItPassesAndIsToldOfUntilThen() async throws {
        let runs = try await follow {
            $0 < 3 ? .error : .pass
        } _: { _, runs, health in
            _ = try await eventually("it is told") {
                health.status.reasons.contains { $0.contains("its recovery has failed (held by tio)") } ? true : nil
            }
            _ = try await eventually("the third attempt is made") { runs.orders.count == 3 ? true : nil }
            _ = try await eventually("all is well") { health.status.reasons.isEmpty ? true : nil }
        }
        #expect(runs.orders.allSatisfy { $0.recovers == Self.cut && $0.priority == .max })
        #expect(runs.orders.count == 3, "nothing is tried again then")
    }

    @Test func aShutdownEndsTheRetries() async throws {
        let runs = try await follow { _ in
            .error
        } _: { _, runs, _ in
            _ = try await eventually("it is tried again") { runs.orders.count == 2 ? true : nil }
        }
        // Who would begin the next one has returned.
        #expect(runs.orders.count == 2)
    }

    @Test func ordersOfOthersMakeNoStormOfAttempts() async throws {
        let began = ContinuousClock.now
        var asked = 0
        let runs = try await follow { _ in
            .error
        } _: { recoveries, runs, _ in
            _ = try await eventually("there were three attempts") {
                await recoveries.precede("demo")
                asked += 1
                return runs.orders.count >= 3 ? true : nil
            }
        }
        // One at the begin, and from then on one in a second at most.
        #expect(Double(runs.orders.count - 1) <= began.duration(to: .now) / .seconds(1))
        #expect(asked >= 2, "an order is an occasion to try again, and is not held back for ever")
    }
}
