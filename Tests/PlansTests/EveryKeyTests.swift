import Plans
import RigModel
import Testing

/// The example of the design with every key of the language, read field by field.
struct EveryKeyTests {
    private let plan: Plan

    init() throws {
        let file = "\(Fixture.folder)/plans/every_key.yaml"
        plan = try Fixture.loader.load(try Fixture.bytes("plans/every_key.yaml"), file: file)
    }

    @Test func theFileAsAWhole() {
        #expect(plan.bib == "every_key")
        #expect(plan.description == "Every key of the language")
        #expect(plan.boards == .many)
        #expect(
            plan.match
                == BoardMatch(
                    product: "every_key", vendorID: "0403", productIDs: ["6011", "6048"], serial: PatternText("^FT")))
        #expect(plan.resources == ["dmm", "psu"])
        #expect(
            plan.safeState == [SafeStateStep(send: "OUT 0", port: "ctl", timeout: .milliseconds(300))])
        #expect(plan.recovery == .stop)
        #expect(plan.onPlug == .run)
        #expect(plan.schedule == RunSchedule(every: .seconds(600)))
        #expect(plan.uuts.map(\.id) == ["production_uut"])
    }

    @Test func theHooks() {
        #expect(
            plan.hooks
                == Hooks(
                    critical: HookOutput(.file("/run/portpool/critical"), pulse: .seconds(2)),
                    active: HookOutput(
                        .command(["/usr/local/bin/lamp", "on"], off: ["/usr/local/bin/lamp", "off"]),
                        deadline: .seconds(3)),
                    ready: HookOutput(.file("/run/portpool/ready"), deadline: .seconds(5)),
                    signal: HookInput(file: "/run/portpool/button", every: .milliseconds(50))))
    }

    @Test func theUnitAndItsPorts() {
        let uut = plan.uuts[0]
        #expect(uut.serialFrom == SerialSource(step: "read_sn", capture: "sn"))
        #expect(uut.resources == ["psu"])
        #expect(uut.deadline == .seconds(3600))
        let ctl = LineSettings(
            baud: 115_200, dataBits: 8, parity: .none, stopBits: 1, flow: .none, dtr: .keep, rts: .on,
            hangUpOnClose: false, lowLatency: true)
        let aux = LineSettings(
            baud: 9600, dataBits: 7, parity: .even, stopBits: 2, flow: .xonxoff, dtr: .off, rts: .keep,
            hangUpOnClose: true, lowLatency: false)
        #expect(
            uut.ports == [
                PortPlan(
                    alias: "ctl", channel: .a, line: ctl, endOfLine: .crlf, framing: .lines, settle: .milliseconds(50),
                    pace: .zero),
                PortPlan(
                    alias: "aux", channel: .b, line: aux, endOfLine: .lf, framing: .idle(.milliseconds(20)),
                    settle: .zero, pace: .milliseconds(2)),
            ])
    }

    @Test func thePhases() {
        let uut = plan.uuts[0]
        #expect(uut.start.deadline == .seconds(10))
        #expect(uut.start.loop == .once)
        #expect(uut.test.deadline == .seconds(1800))
        #expect(uut.test.loop == .duration(.seconds(600)))
        #expect(uut.stop.deadline == nil)
        #expect(uut.start.steps.map(\.id) == ["reset", "read_sn"])
        #expect(uut.stop.steps.map(\.id) == ["bye"])
    }

    @Test func theStepWithEveryKey() throws {
        let step = try #require(plan.uuts[0].test.steps.first)
        let levels = LevelPatterns(
            critical: [PatternText("OVERVOLT"), PatternText("SHORT")], fail: [PatternText(#"^ERR\b"#)],
            warn: [PatternText("^V=(?<v>[-0-9.]+) SLOW$")], pass: [PatternText("^V=(?<v>[-0-9.]+)$")])
        #expect(
            step
                == StepPlan(
                    id: "rail_3v3", action: .sendText("MEAS 3V3 ${read_sn.sn}"), port: "ctl", listen: "aux",
                    timeout: .seconds(1), levels: levels, noMatch: .error, noMatchAfter: 3, onTimeout: .warn,
                    onFail: .continue,
                    retries: RetryPolicy(
                        count: 2, delay: .milliseconds(100), causes: [.timeout, .noMatch, .fail, .critical]),
                    measures: [Measure(name: "v", unit: "V", min: 3.2, max: 3.4, marginal: 0.1)],
                    ignore: [PatternText(#"^\[kern\]"#), PatternText("^#")], quietBefore: .milliseconds(20),
                    until: PatternText("^END$"), echo: .off,
                    require: ExpressionText("v > 3.0 and read_sn.sn != 'FT000000'")))
    }

    @Test func theActions() throws {
        let steps = plan.uuts[0].test.steps.dropFirst()
        let table = try Fixture.bytes("plans/table.bin")
        #expect(
            steps.map(\.action) == [
                .sendBytes([0x0d, 0x0a]), .sendFile(name: "table.bin", content: table), .listen,
                .wait(.milliseconds(500)), .operator(OperatorPrompt(.scan, text: "Scan the label")),
                .operator(OperatorPrompt(.confirm, text: "Is the LED green?")),
            ])
        #expect(steps.map(\.timeout).map(\.milliseconds) == [2000, 60_000, 2000, 2000, 60_000, 300_000])
        #expect(steps.map(\.echo) == [.on, .on, .on, .on, .on, .on], "of the defaults")
    }

    /// Files that are sent are part of what a plan is.
    @Test func theHashIsOfThePlanAndOfTheFilesThatItSends() throws {
        let loader = PlanLoader { "\($0.count)-\($0.last ?? 0)" }
        let text = try Fixture.bytes("plans/every_key.yaml"), table = try Fixture.bytes("plans/table.bin")
        let read = try loader.load(text, file: "every_key.yaml", folder: "\(Fixture.folder)/plans")
        let list = Array("\(table.count)-\(table.last ?? 0)  table.bin\n".utf8)
        #expect(read.hash == "\(text.count + list.count)-10")
        #expect(read.sentFiles.map(\.name) == ["table.bin"])
    }
}
