@testable import Execution
import PortPool
import RigModel
import SerialIO
import Support
import Testing

/// Whole runs on real ptys.
@Suite(.timeLimit(.minutes(1))) struct RunTests {
    @Test func aGoodRunPassesAndTellsItsStoryInOrder() async throws {
        let bench = try await Bench([.demo(start: [.command("ATZ")], test: [.command("MEAS")])])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            let heard = try await bench.ptys[0].answer(3, ["ATZ": "OK\r\n", "MEAS": "OK 1\r\n", "BYE": "OK\r\n"])
            #expect(heard == ["ATZ", "MEAS", "BYE"])
            return try await bench.result(id)
        }
        #expect(result.verdict == .pass)
        #expect(result.explanation == "all 3 steps passed")
        let story = bench.spine.events.compactMap { event -> String? in
            switch event {
            case .logLine: nil
            case .portStatusChanged(let port): "port \(port.status)"
            case .phaseStarted(let phase): phase.phase.rawValue
            case .stepCompleted(let step): step.stepID
            default: event.name
            }
        }
        #expect(
            story == [
                "port available", "ExecutionQueued", "port reserved", "port inUse", "ExecutionStarted", "START", "atz",
                "TEST", "meas", "STOP", "bye", "ExecutionCompleted", "port available",
            ])
    }

    @Test func everyByteIsInTheRecordAndInTheLog() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS", ignore: ["^#"])])])
        _ = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(2, ["MEAS": "# alive\r\nOK\r\nextra", "BYE": "OK\r\n"])
            return try await bench.result(id)
        }
        let attempt = try #require(bench.steps.first?.attempts.first)
        #expect(attempt.sent == Array("MEAS\r\n".utf8))
        #expect(attempt.received == Array("# alive\r\nOK\r\nextra".utf8))
        #expect(attempt.leftOver == Array("extra".utf8))
        let wire = bench.spine.events.compactMap { event -> String? in
            guard case .logLine(let line) = event, line.content.port != nil else { return nil }
            return "\(line.content.direction) \(line.content.text)"
        }
        #expect(
            wire == [
                "TX MEAS\\r\\n", "RX # alive\\r\\n", "RX OK\\r\\n", "RX- extra", "TX BYE\\r\\n", "RX OK\\r\\n",
            ])
    }

    /// D3: what lay on the line before the step never satisfies it.
    @Test func d3AStaleAnswerIsDiscardedAndRecorded() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS", timeout: .milliseconds(200))], stop: [])])
        let result = try await bench.run {
            try await bench.ptys[0].write("OK stale\r\n")
            let id = try await bench.start()[0].id
            return try await bench.result(id)
        }
        #expect(result.verdict == .timeout)
        let attempt = try #require(bench.steps.first?.attempts.first)
        #expect(attempt.discarded == Array("OK stale\r\n".utf8))
        #expect(attempt.received.isEmpty)
    }

    @Test func aLateAnswerIsATimeoutAndDoesNotSatisfyTheNextStep() async throws {
        let bench = try await Bench([
            .demo(
                test: [
                    .command(
                        "ONE", timeout: .seconds(2), retries: RetryPolicy(count: 1, delay: .seconds(1)))
                ],
                stop: [])
        ])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            // The answer to the first attempt comes while the run waits for the second.
            try await bench.log("the first timeout") { $0.text.hasPrefix("attempt 2") }
            try await bench.ptys[0].write("OK late\r\n")
            _ = try await bench.ptys[0].answer(1, ["ONE": "NO\r\n"])
            return try await bench.result(id)
        }
        #expect(result.verdict == .fail)
        let attempts = try #require(bench.steps.first?.attempts)
        #expect(attempts.map(\.outcome) == [.timeout, .noMatch])
        #expect(attempts[1].discarded == Array("OK late\r\n".utf8))
    }

    @Test func anUnplugMidReplyEndsInErrorWithTheBytesKept() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS", ignore: ["^#"]), .command("NEVER")])])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, ["MEAS": "# x\r\nO"])
            try await bench.log("the answer's beginning") { $0.direction == "RX" }
            await bench.ptys[0].unplug()
            return try await bench.result(id)
        }
        #expect(result.verdict == .error)
        #expect(result.explanation.contains("unplugged") || result.explanation.contains("gone"))
        #expect(bench.steps.map(\.stepID) == ["meas", "bye"])
        #expect(bench.steps.map(\.verdict) == [.error, .error])
        #expect(bench.steps[0].attempts[0].received == Array("# x\r\nO".utf8))
    }

    @Test func anAbortSendsStopAndTheSafeStateOnce() async throws {
        let bench = try await Bench(
            [.demo(test: [.command("LONG", timeout: .seconds(60))])],
            safeState: [SafeStateStep(send: "OUT 0", port: nil, timeout: .milliseconds(50))])
        let (result, heard) = try await bench.run {
            let id = try await bench.start()[0].id
            var heard = try await bench.ptys[0].answer(1, [:])
            try await bench.engine.abort(id, reason: "test")
            heard += try await bench.ptys[0].answer(2, ["BYE": "OK\r\n"])
            let result = try await bench.result(id)
            let rest = await bench.ptys[0].readAll()
            #expect(rest.isEmpty)
            return (result, heard)
        }
        #expect(result.verdict == .aborted)
        #expect(result.explanation == "aborted on request: test")
        #expect(heard == ["LONG", "BYE", "OUT 0"])
    }

    /// D6: cancelling what surrounds a run does not take its STOP away.
    @Test func d6StopIsOnTheWireWhenTheSurroundingTaskIsCancelled() async throws {
        let bench = try await Bench([.demo(test: [.command("LONG", timeout: .seconds(60))])])
        let engine = bench.engine
        let task = Task { await engine.run() }
        let id = try await bench.start()[0].id
        var heard = try await bench.ptys[0].answer(1, [:])
        task.cancel()
        heard += try await bench.ptys[0].answer(1, ["BYE": "OK\r\n"])
        let result = try await bench.result(id)
        await task.value
        bench.reactor.shutdown()
        #expect(heard == ["LONG", "BYE"])
        #expect(result.verdict == .aborted)
    }

    @Test func aFailInStartGoesToStop() async throws {
        let bench = try await Bench([
            .demo(start: [.command("ATZ", timeout: .seconds(4))], test: [.command("NEVER")])
        ])
        let (result, heard) = try await bench.run {
            let id = try await bench.start()[0].id
            let heard = try await bench.ptys[0].answer(2, ["ATZ": "ERR\r\n", "BYE": "OK\r\n"])
            return (try await bench.result(id), heard)
        }
        #expect(result.verdict == .fail)
        #expect(heard == ["ATZ", "BYE"])
    }

    @Test func thePhaseDeadlineEndsTheTest() async throws {
        let bench = try await Bench([
            .demo(test: [.command("ONE"), .command("TWO")], testDeadline: .seconds(4))
        ])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(3, ["ONE": "OK\r\n", "BYE": "OK\r\n"])
            return try await bench.result(id)
        }
        #expect(result.verdict == .timeout)
        #expect(result.explanation.contains("the deadline of TEST passed"))
    }

    @Test func aCommandOnOnePortIsAnsweredOnAnother() async throws {
        let bench = try await Bench([
            .demo(
                ports: [("ctl", .a), ("aux", .b)], test: [.command("PING", port: "ctl", listen: "aux")], stop: [])
        ])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            try await bench.ptys[1].write("OK PONG\r\n")
            return try await bench.result(id)
        }
        #expect(result.verdict == .pass)
        #expect(bench.steps.first?.port == "FT0-B")
    }

    @Test func eightUnitsRunInParallel() async throws {
        let bench = try await Bench((0..<8).map { .demo("unit\($0)", test: [.command("MEAS")]) })
        let verdicts = try await bench.run {
            let requests = try await bench.start()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for pty in bench.ptys {
                    group.addTask { _ = try await pty.answer(2, ["MEAS": "OK\r\n", "BYE": "OK\r\n"]) }
                }
                try await group.waitForAll()
            }
            var verdicts: [Verdict] = []
            for request in requests { verdicts.append(try await bench.result(request.id).verdict) }
            return verdicts
        }
        #expect(verdicts == [Verdict](repeating: .pass, count: 8))
    }
}

extension RunTests {
    @Test func anAnswerThatIsDueStillDoesNotSatisfyStop() async throws {
        let bench = try await Bench(
            [.demo(test: [.command("LONG", timeout: .seconds(60))])], lateAnswerTime: .seconds(2))
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            try await bench.engine.abort(id, reason: "")
            // The answer to LONG comes after the abort and before STOP's command.
            try await bench.ptys[0].write("OK long\r\n")
            _ = try await bench.ptys[0].answer(1, ["BYE": "OK bye\r\n"])
            return try await bench.result(id)
        }
        #expect(result.verdict == .aborted)
        let stop = try #require(bench.steps.last?.attempts.first)
        #expect(stop.discarded == Array("OK long\r\n".utf8))
        #expect(stop.received == Array("OK bye\r\n".utf8))
    }
}
