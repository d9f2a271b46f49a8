import Testing

@testable import SerialIO

@Suite struct TurnQueueTests {
    @Test func theTurnGoesRoundInTheOrderOfAsking() {
        var queue = TurnQueue()
        let takes = [queue.take(), queue.take()]
        #expect(takes == [true, false])
        let (second, third) = (WaitToken(), WaitToken())
        queue.lineUp(second)
        queue.lineUp(third)
        var next = queue.pass()
        #expect(next === second && queue.hasTurn(second) && !queue.hasTurn(third))
        next = queue.pass()
        #expect(next === third)
        next = queue.pass()
        #expect(next == nil)
        #expect(!queue.isTaken)
    }

    @Test func whoWithdrawsIsPassedOver() {
        var queue = TurnQueue()
        _ = queue.take()
        let (second, third) = (WaitToken(), WaitToken())
        queue.lineUp(second)
        queue.lineUp(third)
        queue.withdraw(second)
        let next = queue.pass()
        #expect(next === third)
    }

    @Test func dismissingTheQueueLeavesTheTurnWithItsHolder() {
        var queue = TurnQueue()
        _ = queue.take()
        let second = WaitToken()
        queue.lineUp(second)
        let dismissed = queue.dismissAll()
        #expect(dismissed.count == 1 && dismissed.first === second)
        #expect(queue.isTaken && !queue.hasTurn(second))
        let next = queue.pass()
        #expect(next == nil)
    }
}
