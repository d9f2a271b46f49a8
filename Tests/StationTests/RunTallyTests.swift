import RigModel
import Testing

@testable import portpool

@Suite struct RunTallyTests {
    private let first = ExecutionID("1")
    private let second = ExecutionID("2")
    private let unit = UUTInstanceID("slot1")

    @Test func aUnitWhoseNextRunIsAskedForKeepsTheOrderOpen() {
        var tally = RunTally(loop: .times(2))
        tally.began(first, of: unit)
        var isOurs = tally.ended(first, .pass)
        #expect(isOurs)
        #expect(tally.toStart(includingDelayed: false) == [unit])
        #expect(!tally.isDone)
        tally.began(second, of: unit)
        #expect(tally.waiting.isEmpty && !tally.isDone)
        isOurs = tally.ended(second, .warn)
        #expect(isOurs)
        #expect(tally.isDone)
        #expect(tally.verdicts == [.pass, .warn])
    }

    @Test func anEndIsCountedOnceAndOnlyForRunsOfTheOrder() {
        var tally = RunTally(loop: .times(1))
        tally.began(first, of: unit)
        var isOurs = tally.ended(second, .fail)
        #expect(!isOurs)
        isOurs = tally.ended(first, .pass)
        #expect(isOurs)
        isOurs = tally.ended(first, .pass)
        #expect(!isOurs)
        #expect(tally.verdicts == [.pass])
    }

    @Test func aDelayIsNewsOnceForEachRunAndWaitsForItsTime() {
        var tally = RunTally(loop: .forever)
        tally.began(first, of: unit)
        _ = tally.ended(first, .pass)
        var isNews = tally.delay(unit)
        #expect(isNews)
        isNews = tally.delay(unit)
        #expect(!isNews)
        #expect(tally.toStart(includingDelayed: false).isEmpty)
        #expect(tally.toStart(includingDelayed: true) == [unit])
        tally.began(second, of: unit)
        _ = tally.ended(second, .pass)
        isNews = tally.delay(unit)
        #expect(isNews)
    }

    @Test func anOrderThatIsStoppedIsDoneWithItsLastRun() {
        var tally = RunTally(loop: .forever)
        tally.began(first, of: unit)
        tally.isStopping = true
        #expect(!tally.isDone)
        _ = tally.ended(first, .aborted)
        #expect(tally.isDone)
        #expect(tally.toStart(includingDelayed: true).isEmpty)
    }
}
