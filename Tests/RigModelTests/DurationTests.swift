import RigModel
import Testing

struct DurationTests {
    @Test func countsOfDurationsSaturate() {
        let ages = Duration.seconds(Int64.max)
        #expect(ages.nanoseconds == .max && (.zero - ages).nanoseconds == .min)
        #expect(ages.milliseconds == .max && (.zero - ages).milliseconds == .min)
        // The last second that Int64 counts in nanoseconds is not a whole one.
        #expect((Duration.seconds(9_223_372_036) + .milliseconds(900)).nanoseconds == .max)
        #expect(Duration.seconds(36_500 * 86_400).milliseconds == 3_153_600_000_000)
        #expect([499_999, 500_000, -499_999, -500_000].map { Duration.nanoseconds($0).milliseconds } == [0, 1, 0, -1])
    }

    @Test func anInstantStaysInTheYearsOfItsClock() {
        let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
        let end = now.advanced(by: .seconds(Int64.max))
        #expect(end.nanoseconds == .max)
        #expect(Timestamp(nanoseconds: -5).advanced(by: .seconds(-Int64.max)).nanoseconds == .min)
        #expect(Timestamp(nanoseconds: .min).duration(to: end) > .seconds(18_446_744_073))
    }

    /// Steps, retries and passes multiply.
    @Test func theLongestRunOfTheSlowestPlanCanBeCounted() {
        let year = Duration.seconds(365 * 86_400)
        let step = StepPlan(
            id: "a", action: .listen, port: "ctl", listen: "ctl", timeout: year, levels: LevelPatterns(),
            retries: RetryPolicy(count: 1_000, delay: year))
        let phase = PhasePlan(steps: Array(repeating: step, count: 50_000), loop: .times(1_000_000))
        let uut = UUTPlan(
            id: "unit",
            ports: [
                PortPlan(
                    alias: "ctl", channel: .a, line: LineSettings(), endOfLine: .crlf, framing: .lines, settle: year)
            ], serialFrom: nil, start: phase, test: phase, stop: phase)
        let longest = uut.longestRun(safeState: [])
        #expect(longest >= .seconds(200 * 365 * 86_400) && longest * 2 > longest)
        #expect(longest.milliseconds > 0 && longest.nanoseconds > 0)
        #expect(Timestamp(nanoseconds: 1_800_000_000_000_000_000).advanced(by: longest).nanoseconds > 0)
    }
}
