import RigModel
import Testing

@testable import Station

@Suite struct RunTimetableTests {
    private let start = ContinuousClock.now
    private func bench(every: Duration?, hash: String = "1", isThere: Bool = true) -> Bench {
        ModeBench.bench(
            [ModeBench.plan(every: every, hash: hash)], isThere ? [ModeBench.port(.a), ModeBench.port(.b)] : [])
    }

    @Test func aUnitIsDueOncePerPeriodFromWhenItIsSeen() {
        var timetable = RunTimetable()
        timetable.follow(bench(every: .seconds(10)), now: start)
        #expect(timetable.takeDue(now: start + .seconds(9)) == [])
        #expect(timetable.takeDue(now: start + .seconds(10)) == [ModeBench.unit])
        #expect(timetable.takeDue(now: start + .seconds(19)) == [])
        // Late by 3 s, and the next beat is where it was.
        #expect(timetable.takeDue(now: start + .seconds(23)) == [ModeBench.unit])
        #expect(timetable.takeDue(now: start + .seconds(30)) == [ModeBench.unit])
    }

    @Test func beatsThatWereSleptThroughAreOne() {
        var timetable = RunTimetable()
        timetable.follow(bench(every: .seconds(10)), now: start)
        #expect(timetable.takeDue(now: start + .seconds(1_005)) == [ModeBench.unit])
        #expect(timetable.takeDue(now: start + .seconds(1_009)) == [])
        #expect(timetable.takeDue(now: start + .seconds(1_010)) == [ModeBench.unit])
    }

    @Test func aChangeOfThePlanDoesNotBeginThePeriodAnew() {
        var timetable = RunTimetable()
        timetable.follow(bench(every: .seconds(10)), now: start)
        timetable.follow(bench(every: .seconds(10), hash: "2"), now: start + .seconds(6))
        #expect(timetable.takeDue(now: start + .seconds(10)) == [ModeBench.unit])
        timetable.follow(bench(every: .seconds(4), hash: "3"), now: start + .seconds(11))
        #expect(timetable.takeDue(now: start + .seconds(14)) == [ModeBench.unit])
    }

    @Test func aBoardThatWasAwayKeepsItsBeat() {
        var timetable = RunTimetable()
        timetable.follow(bench(every: .seconds(10)), now: start)
        timetable.follow(bench(every: .seconds(10), isThere: false), now: start + .seconds(5))
        timetable.follow(bench(every: .seconds(10)), now: start + .seconds(7))
        #expect(timetable.takeDue(now: start + .seconds(10)) == [ModeBench.unit])
    }

    @Test func withoutAScheduleNothingIsDue() {
        var timetable = RunTimetable()
        timetable.follow(bench(every: .seconds(10)), now: start)
        timetable.follow(bench(every: nil), now: start + .seconds(5))
        #expect(timetable.takeDue(now: start + .seconds(50)) == [])
        timetable.follow(bench(every: .seconds(10)), now: start + .seconds(60))
        #expect(timetable.takeDue(now: start + .seconds(69)) == [])
    }
}
