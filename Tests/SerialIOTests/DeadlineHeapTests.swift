import Testing

@testable import SerialIO

@Suite struct DeadlineHeapTests {
    private let start = ContinuousClock.now

    private func drain(_ heap: inout DeadlineHeap) -> [Int] {
        var slots: [Int] = []
        while let slot = heap.popDue(at: start.advanced(by: .seconds(3600))) { slots.append(slot) }
        return slots
    }

    @Test func deadlinesComeInTheOrderOfTimeWhateverTheOrderTheyWereSetIn() {
        var heap = DeadlineHeap()
        var random = SystemRandomNumberGenerator()
        let slots = (0..<500).shuffled(using: &random)
        for slot in slots { heap.insert(slot, due: start.advanced(by: .milliseconds(slot))) }
        #expect(heap.next == start)
        #expect(drain(&heap) == Array(0..<500))
        #expect(heap.isEmpty)
    }

    @Test func aRemovedDeadlineDoesNotComeAndTheOthersStayInOrder() {
        var heap = DeadlineHeap()
        for slot in (0..<200).shuffled() { heap.insert(slot, due: start.advanced(by: .milliseconds(slot))) }
        for slot in (0..<200).shuffled() where slot % 3 != 0 { heap.remove(slot) }
        #expect(drain(&heap) == (0..<200).filter { $0 % 3 == 0 })
    }

    @Test func nothingIsDueBeforeItsTime() {
        var heap = DeadlineHeap()
        heap.insert(7, due: start.advanced(by: .nanoseconds(2)))
        #expect(heap.popDue(at: start.advanced(by: .nanoseconds(1))) == nil)
        #expect(heap.popDue(at: start.advanced(by: .nanoseconds(2))) == 7)
    }

    @Test func aSlotCanBeUsedAgainAfterItsDeadlineWasRemoved() {
        var heap = DeadlineHeap()
        for _ in 0..<1000 {
            heap.insert(3, due: start)
            heap.remove(3)
        }
        #expect(heap.isEmpty)
        heap.remove(3)
        heap.remove(99)
    }
}
