import BoardModel
import Campaign
import RigModel
import Testing

/// Harm that a run can do: STOP missed or doubled, and logs that lack something.
@Suite struct DamageTests {
    // MARK: - STOP

    @Test func aRunOfWhichTheBoardHeardAllDoesNoHarm() {
        #expect(complaints(["ATZ", "EXIT", "OUT 0"]) == [])
    }

    @Test func whatIsHeardTwiceOrNeverIsHarm() {
        #expect(
            complaints(["ATZ", "EXIT", "EXIT", "OUT 0"]) == ["the board heard 'EXIT' on A 2 times, not 1"])
        #expect(complaints(["ATZ", "EXIT"]) == ["the board heard 'OUT 0' on A 0 times, not 1"])
        #expect(complaints(["ATZ", "EXIT", "OUT 0", "MEAS"]) == ["the board heard 'MEAS' on A once, not 0"])
    }

    @Test func aBoardThatIsDeafMayMissCommandsAndNotInventThem() {
        #expect(complaints(["ATZ"], isDeaf: true) == [])
        #expect(complaints(["ATZ", "ATZ"], isDeaf: true) == ["the board heard 'ATZ' on A 2 times, not 1"])
    }

    @Test func stopIsDoneExactlyOnceUnlessTheLineWasCut() {
        let steps = [Self.step("reset", .start, sent: "ATZ\r\n")]
        #expect(
            complaints(["ATZ", "OUT 0"], steps) == ["STOP step bye was done 0 times, not once"])
        #expect(complaints(["ATZ", "OUT 0"], steps, isCut: true) == [])
        // It is in the books, and something else was sent; or nothing at all.
        for sent in ["EXI\r\n", ""] {
            let feigned = [steps[0], Self.step("bye", .stop, sent: sent)]
            let heard = ["ATZ", "OUT 0"] + (sent.isEmpty ? [] : ["EXI"])
            #expect(complaints(heard, feigned) == ["STOP step bye did not send 'EXIT'"])
            #expect(complaints(heard, feigned, isCut: true) == [])
        }
        // A line that is held lets nothing out; STOP must have been tried all the same.
        let tried = [steps[0], Self.step("bye", .stop, sent: "")]
        #expect(complaints(["ATZ"], tried, isDeaf: true, isHeld: true) == [])
        #expect(complaints(["ATZ"], tried, isDeaf: true) == ["STOP step bye did not send 'EXIT'"])
        #expect(complaints(["ATZ"], steps, isDeaf: true, isHeld: true) == ["STOP step bye was done 0 times, not once"])
        // Nothing was begun: there is nothing to be stopped.
        #expect(complaints([], []) == [])
    }

    /// Only what takes the plug out while the run goes on may keep STOP from the board.
    @Test func stopIsExcusedForPulledPlugsAlone() {
        #expect(Set(Specimen.all.filter(\.cuts).map(\.entry.name)) == ["unplug", "replug", "hub_pull"])
        let hearing = [
            "noise_at_boot", "netlink_overflow", "lost_remove", "lost_hangup", "event_before_node", "node_forbidden",
            "held_port",
        ]
        #expect(Set(Specimen.all.filter { !$0.deafens }.map(\.entry.name)).isSuperset(of: hearing))
        #expect(Specimen.all.filter { hearing.contains($0.entry.name) }.allSatisfy { $0.mayRemain })
    }

    /// A board that does not hear, or XOFF where the plan has the rig heed it.
    @Test func aLineIsHeldByFaultsThatStopItAlone() {
        func holding(_ flow: LineSettings.Flow) -> Set<String> {
            Set(Specimen.all.filter { $0.mayHold(flow) }.map(\.entry.name))
        }
        #expect(holding(.none) == ["stop_reading", "xoff"])
        #expect(holding(.rtscts) == ["stop_reading", "xoff"])
        let noise: Set = ["garbage", "noise_at_boot", "corrupt_bits", "baud_mismatch"]
        #expect(holding(.xonxoff) == noise.union(["stop_reading", "xoff"]))
    }

    @Test func everyAttemptIsACommand() {
        let steps = [
            Self.step("reset", .start, sent: "ATZ\r\n", attempts: 2), Self.step("bye", .stop, sent: "EXIT\r\n"),
        ]
        #expect(complaints(["ATZ", "ATZ", "EXIT", "OUT 0"], steps) == [])
    }

    private func complaints(
        _ heard: [String], _ steps: [API.Step]? = nil, isDeaf: Bool = false, isCut: Bool = false,
        isHeld: Bool = false
    ) -> [String] {
        let usual = [Self.step("reset", .start, sent: "ATZ\r\n"), Self.step("bye", .stop, sent: "EXIT\r\n")]
        let commands = heard.map { StopCheck.Command(channel: .a, line: Array($0.utf8)) }
        return StopCheck(Self.unit, of: Self.plan).complaints(
            about: steps ?? usual, heard: commands, isDeaf: isDeaf, isCut: isCut, isHeld: isHeld)
    }

    // MARK: - Logs

    @Test func aLogWithEveryByteIsWhole() {
        let step = Self.step("v", .test, sent: "V\r\n", received: [0x33, 0xFF, 0x0A, 0x41], discarded: [0x42])
        let lines = [
            Self.line("v", "RX-", "B"), Self.line("v", "TX", #"V\\r\\n"#), Self.line("v", "RX", #"3\\xff\\n"#),
            Self.line("v", "RX-", "A"), Self.line(nil, "--", "note"),
        ]
        let whole = Self.log(lines + [Self.seal])
        #expect(LogCheck.complaint(about: whole, of: [step]) == nil)
        #expect(LogCheck.complaint(about: Self.log(lines), of: [step]) == "the log is not sealed")
        #expect(
            LogCheck.complaint(about: Self.log(Array(lines.dropLast(2)) + [Self.seal]), of: [step])
                == "step v, what came: the log has 4 bytes and the store 5; from byte 4 on '' and 'A'")
        #expect(
            LogCheck.complaint(about: Self.log([lines[0]] + lines[2...] + [Self.seal]), of: [step])
                == #"step v, what was sent: the log has 0 bytes and the store 3; from byte 0 on '' and 'V\r\n'"#)
        #expect(
            LogCheck.complaint(about: Self.log(lines + [#"{"type":"lost","lines":3}"#, Self.seal]), of: [step])
                == "the log says itself that lines are missing")
        #expect(
            LogCheck.complaint(about: Array("junk\n".utf8), of: [step]) == "the log has a line that cannot be read")
    }

    private static let seal = #"{"type":"seal","lostLines":0}"#
    private static func log(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }
    private static func line(_ step: String?, _ direction: String, _ text: String) -> String {
        let step = step.map { #""step":"\#($0)","# } ?? ""
        return #"{"type":"line",\#(step)"direction":"\#(direction)","text":"\#(text)"}"#
    }

    private static func step(
        _ id: String, _ phase: Phase, sent: String, attempts: Int = 1, received: [UInt8] = [], discarded: [UInt8] = []
    ) -> API.Step {
        let attempt = AttemptRecord(
            number: 1, startedAt: Timestamp(nanoseconds: 0), duration: .zero, sent: Array(sent.utf8),
            received: received, discarded: discarded, leftOver: [], outcome: .level(.pass), explanation: "")
        return API.Step(
            StepRecord(
                execution: "1", bib: "b", instance: "u", position: StepPosition(phase: phase, iteration: 1, index: 0),
                ordinal: 0, stepID: id, port: "p", verdict: .pass, retried: false,
                startedAt: Timestamp(nanoseconds: 0), duration: .zero,
                attempts: Array(repeating: attempt, count: attempts), captures: [:], measurements: [], explanation: "",
                hints: []), zone: .utc)
    }

    private static let unit: UUTPlan = {
        func step(_ id: String, _ text: String) -> StepPlan {
            StepPlan(id: id, action: .sendText(text), port: "ctl", listen: "ctl", timeout: .seconds(1))
        }
        let port = PortPlan(
            alias: "ctl", channel: .a, line: LineSettings(), endOfLine: .crlf, framing: .lines, settle: .zero)
        return UUTPlan(
            id: "u", ports: [port], serialFrom: nil, start: PhasePlan(steps: [step("reset", "ATZ")]),
            test: PhasePlan(steps: [step("v", "V"), step("m", "MEAS")]), stop: PhasePlan(steps: [step("bye", "EXIT")]))
    }()
    private static let plan = Plan(
        bib: "b", description: "", boards: .one,
        match: BoardMatch(product: "p", vendorID: nil, productIDs: [], serial: nil),
        safeState: [SafeStateStep(send: "OUT 0", port: nil, timeout: .seconds(1))], uuts: [unit], hash: "")
}
