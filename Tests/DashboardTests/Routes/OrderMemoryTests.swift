import RigModel
import Testing

@testable import Dashboard

/// Which orders are the same one still.
@Suite struct OrderMemoryTests {
    private static let order = RunOrder(bib: "client_demo", uut: "production_uut", origin: "api")
    private static func runs(_ numbers: ClosedRange<Int>) -> [API.StartedExecution] {
        numbers.map { API.StartedExecution(Sample.request($0), zone: Sample.facts.zone) }
    }

    @Test func anotherActorsRunIsNoExcuse() async {
        let memory = OrderMemory()
        await memory.remember(Self.runs(1...1), of: Self.order, by: "ann (uid 1000)")
        // Somebody who is given the same answer has not ordered it.
        await memory.remember(Self.runs(1...1), of: Self.order, by: "bob (uid 1001)")
        #expect(await memory.isSame(Self.order, by: "ann (uid 1000)", as: Sample.execution(1)))
        #expect(await !memory.isSame(Self.order, by: "bob (uid 1001)", as: Sample.execution(1)))
    }

    @Test func theLatestRunsAreRememberedAndNoMoreThanTwiceTheLimit() async {
        let memory = OrderMemory(limit: 10)
        for number in 1...21 {
            await memory.remember(Self.runs(number...number), of: Self.order, by: "ann")
        }
        #expect(await !memory.isSame(Self.order, by: "ann", as: Sample.execution(11)))
        for number in 12...21 {
            #expect(await memory.isSame(Self.order, by: "ann", as: Sample.execution(number)), "\(number)")
        }
    }
}
