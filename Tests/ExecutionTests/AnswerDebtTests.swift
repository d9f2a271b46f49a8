import Testing

@testable import Execution

@Suite struct AnswerDebtTests {
    let start = ContinuousClock.now
    let margin = Duration.milliseconds(100)

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test func whoWasAnsweredOwesNothing() {
        var debt = AnswerDebt()
        debt.commandSent(at: at(0))
        debt.answered(at: at(20))
        #expect(debt.count == 0)
        #expect(debt.due(at: at(20), margin: margin) == nil)
    }

    @Test func anAnswerThatNobodyWaitedForIsGivenAMoment() {
        var debt = AnswerDebt()
        debt.commandSent(at: at(0))
        #expect(debt.due(at: at(5), margin: margin) == at(105))
    }

    @Test func anAnswerToTheSecondAttemptWasTheFirstOnesAndTheOtherIsAsLate() {
        var debt = AnswerDebt()
        debt.commandSent(at: at(0))
        debt.commandSent(at: at(500))
        debt.answered(at: at(700))
        #expect(debt.count == 1)
        #expect(debt.due(at: at(700), margin: margin) == at(1300))
    }

    @Test func noLatenessIsWaitedForLongerThanTheBound() {
        var debt = AnswerDebt()
        debt.commandSent(at: at(0))
        debt.commandSent(at: at(60_000))
        debt.answered(at: at(90_000))
        #expect(debt.due(at: at(60_000), margin: margin) == at(60_000) + AnswerDebt.longestWait)
    }

    @Test func afterItIsSettledNothingIsOwed() {
        var debt = AnswerDebt()
        debt.commandSent(at: at(0))
        debt.settle()
        #expect(debt.due(at: at(1), margin: margin) == nil)
    }
}
