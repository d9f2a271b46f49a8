internal import RigModel

/// What the units of the benchmarks are put through; the C process answers every line with `+1.23456789E+00,OK,0123456789AB`.
enum BenchPlan {
    /// START of one step, TEST of four, STOP of one.
    static let run = plan(start: 1, test: PhasePlan(steps: (1...4).map { step("measure-\($0)") }), stop: 1)

    /// Nothing but a step of TEST, again and again.
    static func steps(_ count: Int) -> UUTPlan {
        plan(start: 0, test: PhasePlan(steps: [step("measure")], loop: .times(count)), stop: 0)
    }

    private static func plan(start: Int, test: PhasePlan, stop: Int) -> UUTPlan {
        UUTPlan(
            id: "unit",
            ports: [
                PortPlan(
                    alias: "ctl", channel: .a, line: LineSettings(lowLatency: false), endOfLine: .lf, framing: .lines,
                    settle: .zero)
            ],
            serialFrom: nil, start: PhasePlan(steps: (0..<start).map { step("start-\($0)") }), test: test,
            stop: PhasePlan(steps: (0..<stop).map { step("stop-\($0)") }))
    }

    /// A command of 16 bytes with its LF, a pattern for each level, and one measurement.
    private static func step(_ id: String) -> StepPlan {
        StepPlan(
            id: id, action: .sendText("MEAS:VOLT:DC? 1"), port: "ctl", listen: "ctl", timeout: .seconds(5),
            levels: LevelPatterns(
                critical: [PatternText("OVERLOAD|SHORT")], fail: [PatternText("^[-+0-9.E]+,NG,")],
                warn: [PatternText("^[-+0-9.E]+,DRIFT,")], pass: [PatternText("^(?<volts>[-+0-9.E]+),OK,")]),
            measures: [Measure(name: "volts", unit: "V", min: 1, max: 1.5)])
    }
}
