import BoardModel
import RigModel
import Testing

/// Each kind of fault, and when it strikes.
@Suite struct FaultTests {
    static let board = oneChannel(
        """
        rules:
          - { on: '^MEAS$', reply: "V=3.30", delay: 10ms, set: { n: "n + 1" } }
          - { on: '^GO$', reply: "OK", goto: ready }
          - { on: '^N$', reply: "${n}" }
        """)
    private static let notACount = "write how many times, 1 to 1000000, or how long, a duration such as 2s"
    private static let staysOut = "once it is out it stays out, until uutsim plug plugs it in again"

    @Test func noAnswerIsSilenceAndTheUnitDoesItsWork() throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("no_answer:on=^MEAS,for=1")
        #expect(player.ask("MEAS") == "")
        #expect(player.ask("N") == "1\r\n")
        #expect(player.ask("MEAS") == "V=3.30\r\n")
        #expect(player.machine.armedFaults.isEmpty)
    }

    @Test func lateAnswerFallsIntoALaterStep() throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("late_answer:delay=1500ms,on=^MEAS,for=1")
        #expect(player.ask("MEAS", wait: .seconds(1)) == "")
        #expect(player.ask("N", wait: .seconds(1)) == "1\r\nV=3.30\r\n")
        #expect(player.heard.last?.time == VirtualTime(.milliseconds(1510)))
    }

    @Test func replaceSaysOneOfOtherAnswers() throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("replace:with=ERR ${n},for=2")
        #expect(player.ask("MEAS") == "ERR 1\r\n")
        #expect(player.ask("GO") == "ERR 1\r\n")
        #expect(player.ask("GO") == "OK\r\n")
    }

    @Test(arguments: [("before", 0), ("after", 8), ("instead", 0), ("line", 0)])
    func garbageIsPutWhereItIsWanted(place: String, offset: Int) throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("garbage:bytes=5,alphabet=printable,place=\(place)")
        let said = player.ask("MEAS")
        let noise = String(decoding: said.utf8.dropFirst(offset).prefix(5), as: UTF8.self)
        #expect(noise.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        let expected =
            switch place {
            case "before": noise + "V=3.30\r\n"
            case "after": "V=3.30\r\n" + noise
            case "instead": noise
            default: noise + "\r\nV=3.30\r\n"
            }
        #expect(Array(said.utf8) == Array(expected.utf8))
    }

    @Test func partialLineNeverEnds() throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("partial_line:keep=4,for=1")
        #expect(player.ask("MEAS") == "V=3.")
        try player.arm("partial_line:for=1")
        #expect(player.ask("MEAS") == "V=3")
        #expect(player.ask("MEAS") == "V=3.30\r\n")
    }

    @Test func unplugMidReplyGivesHalfAndThenThePlugIsOut() throws {
        for channel in ["{}", "{ pace: true, baud: 9600 }"] {
            var player = try BoardPlayer(yaml: Self.board.replacing("A: {}", with: "A: \(channel)"))
            try player.arm("unplug:on=^MEAS,hit=2,at=mid_reply")
            #expect(player.ask("MEAS") == "V=3.30\r\n")
            player.send("MEAS\r\nMEAS\r\n")
            player.wait(.seconds(1))
            #expect(player.said() == "V=3.30\r\nV=3.")
            #expect(player.plug == [.unplug])
            #expect(player.heard.last?.action == .unplug)
            #expect(!player.machine.isPowered)
            #expect(player.machine.nextWake == nil)
        }
    }

    @Test func unplugIdleWaitsForSilence() throws {
        var player = try BoardPlayer(yaml: Self.board)
        player.send("MEAS\r\n")
        try player.arm("unplug")
        #expect(player.plug == [])
        player.wait(.milliseconds(10))
        #expect(player.said() == "V=3.30\r\n")
        #expect(player.plug == [.unplug])

        var other = try BoardPlayer(yaml: Self.board)
        try other.arm("unplug:on=^GO$")
        #expect(other.ask("MEAS") == "V=3.30\r\n")
        #expect(other.ask("GO") == "OK\r\n")
        #expect(other.plug == [.unplug])
    }

    @Test func replugComesBackUnderAnotherName() throws {
        var player = try BoardPlayer(yaml: Self.board)
        _ = player.ask("GO")
        try player.arm("replug:after=3s,as=ttyUSB9,on=^MEAS,at=mid_reply")
        #expect(player.ask("MEAS") == "V=3.")
        #expect(player.plug == [.unplug, .replug(Comeback(after: .seconds(3), tty: "ttyUSB9"))])
        _ = player.machine.pluggedIn(at: player.time)
        #expect(player.machine.state(of: .a) == "idle")
        #expect(player.machine.armedFaults.isEmpty == false)
    }

    @Test func strikesFromTheNthOccasionInAStateAndOnAChannel() throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("no_answer:on=^MEAS,hit=3,in=ready")
        for _ in 0..<4 { #expect(player.ask("MEAS") != "") }
        _ = player.ask("GO")
        #expect(player.ask("MEAS") != "")
        #expect(player.ask("MEAS") != "")
        #expect(player.ask("MEAS") == "")
        #expect(player.ask("MEAS") != "")
        try player.arm("no_answer", channel: .b)
        #expect(player.ask("MEAS") != "")
    }

    @Test func probabilityIsTheSeeds() throws {
        func play(_ seed: UInt64) throws -> [Bool] {
            var player = try BoardPlayer(yaml: Self.board, seed: seed)
            try player.arm("no_answer:prob=25%")
            return (0..<200).map { _ in player.ask("MEAS") == "" }
        }
        let strikes = try play(3)
        #expect((25...75).contains(strikes.count { $0 }))
        #expect(try play(3) == strikes)
        #expect(try play(4) != strikes)
    }

    @Test func aFaultEndsWithItsTimeOrWhenItIsCleared() throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("no_answer:for=5s")
        #expect(player.ask("MEAS", wait: .seconds(3)) == "")
        #expect(player.ask("MEAS", wait: .seconds(3)) == "")
        #expect(player.ask("MEAS") == "V=3.30\r\n")
        try player.arm("no_answer:id=a")
        try player.arm("partial_line:id=b,keep=1")
        // Of an id there is one.
        try player.arm("no_answer:id=a")
        #expect(player.machine.armedFaults.map(\.id) == ["b", "a"])
        #expect(player.machine.clear("a") == 1)
        #expect(player.ask("MEAS") == "V")
        player.machine.clear()
        #expect(player.ask("MEAS") == "V=3.30\r\n")
    }

    @Test func faultsOfOneAnswerAddUp() throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("replace:with=HELLO")
        try player.arm("partial_line:keep=4")
        try player.arm("late_answer:delay=2s")
        #expect(player.ask("MEAS", wait: .seconds(1)) == "")
        player.wait(.seconds(2))
        #expect(player.said() == "HELL")
    }

    @Test(arguments: [
        ("no_anser", "'kind' does not know 'no_anser'; did you mean 'no_answer'?"),
        ("no_answer:delay=3s", "no_answer has no parameter 'delay'; it takes for, id, channel, at, hit, in, on, prob"),
        (
            "late_answer:dealy=3s",
            "late_answer has no parameter 'dealy'; did you mean 'delay'? it takes delay, for, id, channel, at, hit, in, "
                + "on, prob"
        ),
        (
            "echo:porb=10%",
            "echo has no parameter 'porb'; did you mean 'prob'? it takes for, id, channel, at, hit, in, on, prob"
        ),
        ("echo:id=", "'id' is empty; write a name, by which the fault is cleared, or leave 'id' out"),
        ("no_answer:on=", "'on' is empty, which every line fits; write a pattern, or leave 'on' out"),
        ("echo:id= ", "'id' is empty; write a name, by which the fault is cleared, or leave 'id' out"),
        ("late_answer:delay=3", "'delay' has no unit: '3'; write a duration, or two such as 20ms..40ms"),
        ("garbage:bytes=0", "'bytes' is 0; it must be 1 to 65536"),
        ("garbage:bytes", "'bytes' is not of the form name=value"),
        ("replace", "'with' is missing"),
        ("replug:as=../x", "'../x' is no tty name; write one such as ttyUSB9"),
        ("unplug:at=noon", "'at' does not know 'noon'; write idle, mid_reply, mid_write or opening"),
        ("no_answer:on=(", "bad pattern: missing closing parenthesis"),
        ("no_answer:at=mid_reply", "no_answer does not pull the plug; leave out 'at', or write a time such as 5s"),
        ("noise_at_boot:on=x", "who opens a port has not sent a line yet; leave out 'on'"),
        ("unplug:at=opening,on=x", "who opens a port has not sent a line yet; leave out 'on'"),
        ("fragment:sizes=1 0", "'1 0' are no sizes; write 1, or several such as '1 4 2'"),
        ("replug:swap=yes", "'swap' is not true or false: 'yes'; did you mean 'true'?"),
        ("replug:as=ttyUSB1,USB2", "'USB2' is not of the form name=value"),
        (#"replug:as=ttyUSB1\,USB2"#, "'USB2' is no tty name; write one such as ttyUSB9"),
        ("baud_mismatch:baud=3", "'baud' is 3; it must be 50 to 12000000"),
        ("no_answer:prob=2", "a probability is from 0 to 1, or 0% to 100%"),
        ("no_answer:for=1,for=2", "'for' is given twice; give it once"),
        ("no_answer:for=-1", "'for' is -1; \(notACount)"), ("no_answer:for=0", "'for' is 0; \(notACount)"),
        ("no_answer:for=1000001", "'for' is 1000001; \(notACount)"),
        ("no_answer:for=99999999999999999999", "'for' is 99999999999999999999; \(notACount)"),
        ("echo:for=-2s", "'for' is not a duration such as 500ms, 3s, 2m, 1h or 30d: '-2s'"),
        ("no_answer:in=ready,hit=1,in=idle", "'in' is given twice; several states go into one, as in='ready idle'"),
        ("no_answer:in= ", "'in' names no state; write one as in=ready, or several as in='ready idle'"),
    ])
    func aBadFaultIsRefused(argument: String, reason: String) {
        #expect(throws: FaultError(reasons: [reason])) { try Fault(argument: argument) }
    }

    @Test(
        arguments: [
            (
                "echo:for=2",
                "echo goes on once it has begun, and for=2 is how often it begins; for=2s ends it after 2 s"
            ),
            ("unplug", "the plug is pulled now; boards shows when it is out, and uutsim plug plugs it in again"),
            ("replug:after=2s", "the plug is pulled now; boards shows when it is out"),
            ("echo:for=2s", nil), ("echo", nil), ("no_answer:for=2", nil), ("replug:at=opening", nil),
            ("unplug:on=^MEAS", staysOut), ("unplug:at=5s", staysOut), ("unplug:at=opening", staysOut),
        ] as [(String, String?)])
    func whatIsEasilyMistakenIsSaid(argument: String, remark: String?) throws {
        #expect(try Fault(argument: argument).remark == remark)
    }

    @Test(arguments: ["busy idle", " idle  busy", #"busy\,idle"#, #"idle\, busy"#, "idle"])
    func severalStatesAreOneParameter(states: String) throws {
        #expect(try Fault(argument: "no_answer:in=\(states)").trigger.states.isSubset(of: ["busy", "idle"]))
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm("no_answer:in=\(states)")
        #expect(player.ask("MEAS") == "")
        var other = try BoardPlayer(yaml: Self.board)
        try other.arm("no_answer:in=busy ready")
        #expect(other.ask("MEAS") != "")
    }

    /// As a list of faults shows the states, they can be given.
    @Test func statesAreTakenAsTheyAreShown() throws {
        let fault = try Fault(argument: #"no_answer:in=ready\,it's"#)
        #expect(fault.trigger.states == ["ready", "it's"])
        #expect(fault.wording.map(\.description) == ["in=ready it's"])
        let again = try Fault(kind: "no_answer", parameters: fault.wording.map { ($0.name, $0.value) })
        #expect(again.trigger.states == fault.trigger.states)
    }

    /// What `help fault` and `help board faults` say of `for`.
    @Test(arguments: [
        ("no_answer:hit=2", [false, true, false, false, false]),
        ("no_answer:hit=2,for=3", [false, true, true, true, false]),
        ("no_answer:for=2", [true, true, false, false, false]),
        ("no_answer", [true, true, true, true, true]),
    ]) func withoutForAFaultLastsAndAHitIsOne(argument: String, silent: [Bool]) throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm(argument)
        #expect(silent.map { _ in player.ask("MEAS") == "" } == silent)
    }

    @Test func aValueMayHoldACommaAndAQuote() throws {
        var player = try BoardPlayer(yaml: Self.board)
        try player.arm(#"replace:with=it's 1\,5 \d,on=^MEAS$"#)
        #expect(player.ask("MEAS") == "it's 1,5 \\d\r\n")
    }
}
