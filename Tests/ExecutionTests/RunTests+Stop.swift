import Execution
import RigModel
import SerialIO
import Support
import Testing

/// STOP is on the wire on every way out, and what is recorded as sent was sent.
extension RunTests {
    @Test func aUnitThatBabblesStillGetsItsStop() async throws {
        let bench = try await Bench(
            [
                .demo(
                    test: [.command("LONG", timeout: .milliseconds(200))], stop: [.command("BYE", timeout: .seconds(2))]
                )
            ],
            lateAnswerTime: .milliseconds(100))
        let pty = bench.ptys[0]
        let (result, heard) = try await bench.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        try await pty.write("# alive\r\n")
                        try? await Task.sleep(for: .milliseconds(5))
                    }
                }
                let id = try await bench.start()[0].id
                let heard = [try await pty.readLine(), try await pty.readLine()]
                try await pty.write("OK\r\n")
                let result = try await bench.result(id)
                group.cancelAll()
                return (result, heard)
            }
        }
        #expect(heard == ["LONG", "BYE"])
        #expect([.fail, .timeout].contains(result.verdict))
        #expect(bench.steps.last?.verdict == .pass)
    }

    @Test func whatWasNotSentIsNotRecordedAsSent() async throws {
        let bench = try await Bench([.demo(test: [.command("LONG", timeout: .seconds(60))])])
        _ = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            await bench.ptys[0].unplug()
            return try await bench.result(id)
        }
        #expect(bench.steps.map(\.stepID) == ["long", "bye"])
        #expect(bench.steps.map { $0.attempts[0].sent } == [Array("LONG\r\n".utf8), []])
        let sent = bench.spine.events.compactMap { event -> String? in
            guard case .logLine(let line) = event, line.content.direction == "TX" else { return nil }
            return line.content.text
        }
        #expect(sent == ["LONG\\r\\n"])
    }

    /// A port that goes at the very moment of an abort: whichever is noticed first, the other port gets its STOP.
    @Test(arguments: 0..<20) func anUnplugAndAnAbortAtOnceDoNotSwallowStop(delay: Int) async throws {
        let bench = try await Bench([
            .demo(
                ports: [("ctl", .a), ("aux", .b)],
                test: [.command("LONG", timeout: .seconds(60), port: "ctl", listen: "aux")])
        ])
        let heard = try await bench.run {
            let id = try await bench.start()[0].id
            var heard = try await bench.ptys[0].answer(1, [:])
            async let unplugged: Void = bench.ptys[1].unplug()
            for _ in 0..<delay { await Task.yield() }
            try await bench.engine.abort(id, reason: "")
            await unplugged
            heard += try await bench.ptys[0].answer(1, ["BYE": "OK\r\n"])
            _ = try await bench.result(id)
            return heard
        }
        #expect(heard == ["LONG", "BYE"])
    }

    @Test func theTimeInTheQueueIsNotPartOfTheRun() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")], stop: [])])
        let (second, sinceFreed) = try await bench.run {
            let first = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            let second = try await bench.start()[0].id
            try await bench.wait(for: "the second to be in the queue") {
                bench.spine.events.contains { event in
                    if case .executionQueued(let request, _) = event { request.id == second } else { false }
                } ? () : nil
            }
            // Long enough to be told from the few milliseconds by which its end may be seen late.
            let asked = ContinuousClock.now
            try await bench.wait(for: "a while in the queue") {
                ContinuousClock.now - asked > .milliseconds(200) ? () : nil
            }
            let freed = ContinuousClock.now
            try await bench.ptys[0].write("OK\r\n")
            _ = try await bench.result(first)
            _ = try await bench.ptys[0].answer(1, ["MEAS": "OK\r\n"])
            let result = try await bench.result(second)
            return (result, ContinuousClock.now - freed)
        }
        // It could not begin before the first had ended.
        #expect(second.duration <= sinceFreed)
    }
}
