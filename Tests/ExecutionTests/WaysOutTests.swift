import Execution
import PortPool
import RigModel
import Support
import Testing

/// STOP and the safe state are on the wire on every way out, once, and only on ports that are still the run's.
@Suite(.timeLimit(.minutes(1))) struct WaysOutTests {
    private func end(_ way: WayOut, asking: Bool) async throws {
        let bench = try await Bench(
            [way.plan(asking: asking)], safeState: [SafeStateStep(send: "OUT 0", port: nil, timeout: .seconds(10))])
        let replies = ["ATZ": "OK\r\n", "NEXT": "OK\r\n", "BYE": "OK\r\n", "OFF": "OK\r\n", "OUT 0": "OK\r\n"]
        let (result, heard) = try await bench.play(replies) { units, cancel in
            let id = try await bench.start()[0].id
            if asking {
                _ = try await bench.question("long")
            } else if way != .missingCapture {
                try await units[0].waitToHear("LONG", on: bench)
            }
            try await way.happen(to: id, on: bench, asking: asking, cancel: cancel)
            return try await bench.result(id)
        }
        #expect(result.verdict == way.verdict, "\(result.explanation)")
        #expect(result.explanation.contains("unit may") == (way.doubt != nil), "\(result.explanation)")
        if let doubt = way.doubt { #expect(result.explanation.hasSuffix("; \(doubt)"), "\(result.explanation)") }
        var first = ["ATZ"]
        if !asking, way != .missingCapture { first.append("LONG") }
        if way == .signalled { first.append("NEXT") }
        #expect(heard[0] == first + way.stop.first)
        #expect(heard[1] == way.stop.second)
        // Terminal, once, and before its ports are free; nothing is left of it.
        let ends = bench.spine.events.count { if case .executionCompleted = $0 { true } else { false } }
        #expect(ends == 1)
        let states = await bench.pool.ports.map(\.status)
        #expect(states == (way == .unplugOfAnotherPort ? [.available, .offline] : [.available, .available]))
        let open = bench.spine.events.reduce(into: 0) { open, event in
            if case .operatorAsked(let question) = event { open += question.isOpen ? 1 : -1 }
        }
        #expect(open == 0)
    }

    @Test("complaint 18: the safe state runs on every way out", arguments: WayOut.allCases)
    func stopIsSentOnceWhileAnAnswerIsWaitedFor(way: WayOut) async throws { try await end(way, asking: false) }

    @Test(arguments: WayOut.whileAsking)
    func stopIsSentOnceWhileAPersonIsAsked(way: WayOut) async throws { try await end(way, asking: true) }

    /// The end is asked for at every moment of a run, not only while a certain step waits.
    @Test(arguments: 0..<12) func anAbortAtAnyMomentSendsStopAtMostOnce(moment: Int) async throws {
        let bench = try await Bench([
            .demo(start: [.command("A")], test: [.command("B"), .command("C")], stop: [.command("BYE")])
        ])
        let (result, heard) = try await bench.play(["A": "OK\r\n", "B": "OK\r\n", "C": "OK\r\n", "BYE": "OK\r\n"]) {
            _, _ in
            let id = try await bench.start()[0].id
            for _ in 0..<(moment * 4) { await Task.yield() }
            try? await bench.engine.abort(id, reason: "")
            return try await bench.result(id)
        }
        let commands = heard[0]
        #expect(commands.count { $0 == "BYE" } == (commands.isEmpty ? 0 : 1), "\(commands)")
        #expect(commands.last == (commands.isEmpty ? nil : "BYE"))
        #expect(["A", "B", "C", "BYE"].starts(with: commands.dropLast()) || commands.isEmpty)
        #expect([.aborted, .pass].contains(result.verdict))
    }
}
