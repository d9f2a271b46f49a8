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
        var isOurs = tally.ended(first, .pass, stepsDone: 1)
        #expect(isOurs)
        #expect(tally.toStart(includingDelayed: false) == [unit])
        #expect(!tally.isDone)
        tally.began(second, of: unit)
        #expect(tally.waiting.isEmpty && !tally.isDone)
        isOurs = tally.ended(second, .warn, stepsDone: 1)
        #expect(isOurs)
        #expect(tally.isDone)
        #expect(tally.verdicts == [.pass, .warn])
    }

    @Test func anEndIsCountedOnceAndOnlyForRunsOfTheOrder() {
        var tally = RunTally(loop: .times(1))
        tally.began(first, of: unit)
        var isOurs = tally.ended(second, .fail, stepsDone: 1)
        #expect(!isOurs)
        isOurs = tally.ended(first, .pass, stepsDone: 1)
        #expect(isOurs)
        isOurs = tally.ended(first, .pass, stepsDone: 1)
        #expect(!isOurs)
        #expect(tally.verdicts == [.pass])
    }

    @Test func aDelayIsNewsOnceForEachRunAndWaitsForItsTime() {
        var tally = RunTally(loop: .forever)
        tally.began(first, of: unit)
        _ = tally.ended(first, .pass, stepsDone: 1)
        var isNews = tally.delay(unit)
        #expect(isNews)
        isNews = tally.delay(unit)
        #expect(!isNews)
        #expect(tally.toStart(includingDelayed: false).isEmpty)
        #expect(tally.toStart(includingDelayed: true) == [unit])
        tally.began(second, of: unit)
        _ = tally.ended(second, .pass, stepsDone: 1)
        isNews = tally.delay(unit)
        #expect(isNews)
    }

    @Test func anOrderThatIsStoppedIsDoneWithItsLastRun() {
        var tally = RunTally(loop: .forever)
        tally.began(first, of: unit)
        tally.isStopping = true
        #expect(!tally.isDone)
        _ = tally.ended(first, .aborted, stepsDone: 1)
        #expect(tally.isDone)
        #expect(tally.toStart(includingDelayed: true).isEmpty)
    }

    /// As on a port in quarantine, where each run ends at once.
    @Test func aUnitThatCannotBeBegunIsRunAgainInLongerAndLongerIntervals() {
        var tally = RunTally(loop: .forever)
        var now = ContinuousClock.now
        var waits: [Int64] = []
        for _ in 1...9 {
            tally.began(first, of: unit)
            _ = tally.ended(first, .error, stepsDone: 0, at: now)
            let wait = tally.rest(of: unit)?.wait ?? .zero
            waits.append(wait.components.seconds)
            #expect(wait == .zero || tally.toStart(includingDelayed: true, at: now).isEmpty)
            now += wait
            #expect(tally.toStart(includingDelayed: false, at: now) == [unit])
        }
        #expect(waits == [0, 1, 2, 4, 8, 16, 32, 32, 32])
        tally.began(first, of: unit)
        _ = tally.ended(first, .error, stepsDone: 1, at: now)
        #expect(tally.rest(of: unit) == nil)
        #expect(tally.toStart(includingDelayed: false, at: now) == [unit])
    }
}
