import Execution
import RigModel
import SerialIO
import Support
import Testing

/// What runs on real lines say of a unit that STOP may not have reached.
@Suite(.timeLimit(.minutes(1))) struct StopDoubtRunTests {
    private static let powered = "the unit may still be powered"
    private let off = SafeStateStep(send: "OUT 0", port: nil, timeout: .seconds(10))
    private let unfinished = RunOrder(bib: "demo", origin: "recovery", recovers: "01OLD")

    // MARK: Recoveries that do not come to STOP

    @Test func aRecoveryThatCannotOpenItsLineSaysThatStopWasNotSent() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")])])
        let result = try await bench.run {
            let holder = try await SerialPort.open(bench.ptys[0].path, on: bench.reactor)
            let id = try await bench.engine.start(unfinished)[0].id
            let result = try await bench.result(id)
            await holder.close()
            return result
        }
        #expect(result.verdict == .error)
        #expect(result.explanation.contains("is held by"))
        #expect(result.explanation.hasSuffix("; STOP could not be sent: \(Self.powered)"), "\(result.explanation)")
    }

    /// It never gets its port: somebody has it.
    @Test func aRecoveryThatNeverBeginsSaysThatStopWasNotSent() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")])], safeState: [off])
        let result = try await bench.run {
            let first = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            let recovery = try await bench.engine.start(unfinished)[0].id
            try await bench.engine.abort(recovery, reason: "not now")
            let result = try await bench.result(recovery)
            try await bench.ptys[0].write("OK\r\n")
            _ = try await bench.ptys[0].answer(2, ["BYE": "OK\r\n", "OUT 0": "OK\r\n"])
            _ = try await bench.result(first)
            return result
        }
        #expect(result.startedAt == nil && result.verdict == .aborted)
        #expect(
            result.explanation
                == "aborted on request: not now; STOP could not be sent, nor could the safe state: \(Self.powered)")
    }

    /// What has sent nothing of its own leaves the unit as it was.
    @Test func anyOtherRunThatCannotOpenItsLineSaysNothingOfStop() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")])])
        let result = try await bench.run {
            let holder = try await SerialPort.open(bench.ptys[0].path, on: bench.reactor)
            let result = try await bench.result(try await bench.start()[0].id)
            await holder.close()
            return result
        }
        #expect(result.verdict == .error && !result.explanation.contains("may still be"))
    }

    // MARK: The safe state

    /// Each byte goes out alone, and between two of them the unit says something complete. At this speed the line stays
    /// open for half a second behind the last one, though the words before it count as the answer.
    @Test(arguments: [Framing.lines, .idle(.milliseconds(1))])
    func aSafeStateIsSentToItsEndThoughTheUnitTalksMeanwhile(framing: Framing) async throws {
        let bench = try await Bench(
            [
                .demo(
                    test: [], stop: [], line: LineSettings(baud: 300, lowLatency: false), framing: framing,
                    pace: .milliseconds(10))
            ], safeState: [off])
        let (result, heard) = try await bench.run {
            let id = try await bench.start()[0].id
            var heard: [UInt8] = []
            while heard.count < "OUT 0\r\n".utf8.count {
                heard += try await bench.ptys[0].read(1)
                try await bench.ptys[0].write("beat\r\n")
            }
            return (try await bench.result(id), heard)
        }
        #expect(String(decoding: heard, as: UTF8.self) == "OUT 0\r\n")
        #expect(result.verdict == .pass, "\(result.explanation)")
        #expect(!result.explanation.contains("safe"))
    }

    @Test func aPlugThatIsPulledAfterTheSafeStateTakesNothingBack() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")])], safeState: [off])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(3, ["MEAS": "OK\r\n", "BYE": "OK\r\n"])
            await bench.ptys[0].unplug()
            return try await bench.result(id)
        }
        #expect(result.verdict == .error)
        #expect(!result.explanation.contains("could not be"), "\(result.explanation)")
    }

    // MARK: Steps of STOP

    /// Closing a line throws away what is still to go. At this speed it has to wait for a second.
    @Test func aLastCommandThatNobodyAnswersHasLeftTheWireBeforeTheLineIsClosed() async throws {
        var off = StepPlan.command("OFF")
        off.levels = LevelPatterns()
        let bench = try await Bench([
            .demo(test: [], stop: [off], line: LineSettings(baud: 110, lowLatency: false))
        ])
        let heard = try await bench.run { [off] in
            let id = try await bench.start()[0].id
            try await bench.log("\(off.id) was sent") { if case .sent = $0 { true } else { false } }
            let heard = try await bench.ptys[0].readLine()
            #expect(try await bench.result(id).verdict == .pass)
            return heard
        }
        #expect(heard == "OFF")
    }

    private func run(stop: StepPlan, _ body: @escaping @Sendable (Bench) async throws -> Void) async throws
        -> ExecutionResult
    {
        let bench = try await Bench([.demo(test: [], stop: [stop])])
        return try await bench.run {
            let id = try await bench.start()[0].id
            try await body(bench)
            return try await bench.result(id)
        }
    }

    private func ask(timeout: Duration) -> StepPlan {
        StepPlan(
            id: "psu", action: .operator(OperatorPrompt(.confirm, text: "Switch off the 24 V supply")), port: "ctl",
            listen: "ctl", timeout: timeout)
    }

    @Test(arguments: [true, false]) func aPersonSaysWhetherTheSupplyIsOff(yes: Bool) async throws {
        let result = try await run(stop: ask(timeout: .seconds(30))) { bench in
            let question = try await bench.question("psu")
            try await bench.engine.answer(question.execution, step: "psu", with: .confirmed(yes))
        }
        #expect(result.verdict == (yes ? .pass : .fail))
        #expect(
            result.explanation.hasSuffix("; STOP step 'psu' was not confirmed: \(Self.powered)") == !yes,
            "\(result.explanation)")
    }

    @Test func aSupplyOfWhichNobodySaysAnythingMayBeOn() async throws {
        let result = try await run(stop: ask(timeout: .milliseconds(200))) { _ in }
        #expect(result.verdict == .timeout)
        #expect(
            result.explanation.hasSuffix("; STOP step 'psu' was not confirmed: \(Self.powered)"),
            "\(result.explanation)")
    }

    @Test func silenceThatThePlanForgivesIsNoDanger() async throws {
        var bye = StepPlan.command("BYE", timeout: .milliseconds(200))
        bye.onTimeout = .warn
        let result = try await run(stop: bye) { _ in }
        #expect(result.verdict == .warn)
        #expect(!result.explanation.contains("may still be"), "\(result.explanation)")
    }

    @Test func aStopThatOnlyListensIsNotCalledSent() async throws {
        let dark = StepPlan(
            id: "dark", action: .listen, port: "ctl", listen: "ctl", timeout: .milliseconds(200),
            levels: LevelPatterns(pass: [PatternText("^DARK$")]))
        let result = try await run(stop: dark) { _ in }
        #expect(result.verdict == .timeout)
        #expect(
            result.explanation.hasSuffix("; STOP step 'dark' did not hear what its plan expects: \(Self.powered)"),
            "\(result.explanation)")
    }
}
