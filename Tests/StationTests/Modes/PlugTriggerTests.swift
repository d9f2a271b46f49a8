import RigModel
import Testing

@testable import Station

@Suite struct PlugTriggerTests {
    private let plan = ModeBench.plan(onPlug: .run)
    private let start = ContinuousClock.now
    private let both: Set<PortID> = ["FT7A-A", "FT7A-B"]
    private var later: ContinuousClock.Instant { start + .seconds(1) }

    private func bench(_ incarnation: Int = 1) -> Bench {
        ModeBench.bench(
            [plan], [ModeBench.port(.a, incarnation: incarnation), ModeBench.port(.b, incarnation: incarnation)])
    }

    @Test func aBoardThatIsPluggedInIsRunOnceAllItsPortsAreThereAndHaveStayed() {
        var trigger = PlugTrigger()
        trigger.portsChanged(ModeBench.bench([plan], [ModeBench.port(.a)]), plugged: ["FT7A-A"], now: start)
        #expect(trigger.takeDue(now: later) == [])
        trigger.portsChanged(bench(), plugged: ["FT7A-B"], now: later)
        #expect(trigger.takeDue(now: later + .milliseconds(499)) == [])
        #expect(trigger.takeDue(now: later + .milliseconds(500)) == [ModeBench.unit])
        #expect(trigger.takeDue(now: later + .seconds(60)) == [])
    }

    @Test func whatWasThereAtTheStartIsNotRun() {
        var trigger = PlugTrigger()
        trigger.portsChanged(bench(), plugged: [], now: start)
        #expect(trigger.takeDue(now: later) == [])
    }

    @Test func aSecondPlugIsASecondRunAndTheSamePlugIsNot() {
        var trigger = PlugTrigger()
        trigger.portsChanged(bench(), plugged: both, now: start)
        #expect(trigger.takeDue(now: later) == [ModeBench.unit])
        trigger.portsChanged(bench(), plugged: [], now: later)
        #expect(trigger.takeDue(now: later + .seconds(1)) == [])
        trigger.portsChanged(ModeBench.bench([plan], []), plugged: [], now: later)
        trigger.portsChanged(bench(2), plugged: both, now: later)
        #expect(trigger.takeDue(now: later + .seconds(1)) == [ModeBench.unit])
    }

    @Test func aContactThatBouncesIsOnePlug() {
        var trigger = PlugTrigger()
        trigger.portsChanged(bench(), plugged: both, now: start)
        trigger.portsChanged(ModeBench.bench([plan], []), plugged: [], now: start + .milliseconds(100))
        #expect(trigger.takeDue(now: later) == [])
        trigger.portsChanged(bench(2), plugged: both, now: start + .milliseconds(200))
        #expect(trigger.takeDue(now: later) == [ModeBench.unit])
    }

    @Test func aPlanThatComesLaterRunsNothing() {
        var trigger = PlugTrigger()
        trigger.portsChanged(ModeBench.bench([], [ModeBench.port(.a), ModeBench.port(.b)]), plugged: both, now: start)
        trigger.plansChanged(bench())
        trigger.portsChanged(bench(), plugged: [], now: start + .milliseconds(10))
        #expect(trigger.takeDue(now: later) == [])
    }

    @Test func aPlanThatNoLongerAsksForItRunsNothing() {
        var trigger = PlugTrigger()
        trigger.portsChanged(bench(), plugged: both, now: start)
        trigger.plansChanged(
            ModeBench.bench([ModeBench.plan(hash: "2")], [ModeBench.port(.a), ModeBench.port(.b)]))
        #expect(trigger.takeDue(now: later) == [])
    }

    @Test func aBoardThatOnlyNowMayBeUsedWasNotPluggedInNow() {
        var trigger = PlugTrigger()
        trigger.portsChanged(ModeBench.bench([], []), plugged: both, now: start)
        let much = start + .seconds(60)
        trigger.portsChanged(bench(), plugged: [], now: much)
        #expect(trigger.takeDue(now: much + .seconds(1)) == [])
    }
}
