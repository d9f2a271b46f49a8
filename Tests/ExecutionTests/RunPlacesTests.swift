@testable import Execution
import RigModel
import Testing

@Suite struct RunPlacesTests {
    @Test func theHigherPriorityIsFirstThenWhoCameFirst() {
        var places = RunPlaces(limit: 1)
        for (id, priority) in [("a", 0), ("b", 0), ("c", 9), ("d", 0), ("e", 9)] {
            places.ask(ExecutionID(id), priority: priority)
        }
        var order: [String] = []
        var current: [ExecutionID] = ["a"]
        while let id = current.first {
            #expect(places.has(id))
            order.append(id.rawValue)
            current = places.leave(id)
        }
        #expect(order == ["a", "c", "e", "b", "d"])
    }

    @Test func whoLeavesTheQueueGetsNoPlace() {
        var places = RunPlaces(limit: 2)
        for id in ["a", "b", "c", "d"] { places.ask(ExecutionID(id), priority: 0) }
        #expect(["a", "b", "c", "d"].map { places.has(ExecutionID($0)) } == [true, true, false, false])
        #expect(places.leave("c").isEmpty)
        #expect(places.leave("a") == ["d"])
        #expect(places.leave("unknown").isEmpty)
        #expect(!places.has("a") && places.has("d"))
    }

    @Test func thereIsAlwaysOnePlace() {
        var places = RunPlaces(limit: 0)
        places.ask("a", priority: 0)
        #expect(places.has("a"))
    }
}
