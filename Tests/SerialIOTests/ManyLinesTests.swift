import SerialIO
import Support
import Testing

@Suite(.timeLimit(.minutes(1))) struct ManyLinesTests {
    /// Asks on all its lines at once, over and over: more tasks are ready at a time than the reactor runs between two looks at the descriptors.
    private actor Asker {
        nonisolated let reactor: Reactor
        nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

        init(_ reactor: Reactor) { self.reactor = reactor }

        func ask(_ port: SerialPort, times: Int) async throws -> Int {
            var answers = 0
            for _ in 0..<times {
                let (hearing, ending) = try await port.exchange(sending: Array("N?\n"), Hearing(), until: later())
                if ending == .finished, hearing.text == "N=1\n" { answers += 1 }
            }
            return answers
        }
    }

    @Test func twoHundredLinesOnOneReactorLoseNoWakeUp() async throws {
        let (lines, rounds) = (200, 50)
        try await withReactor { near in
            try await withReactor { far in
                let asker = Asker(near)
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<lines {
                        let pty = try await PTYPair(on: far)
                        let port = try await SerialPort.open(pty.path, on: near)
                        group.addTask {
                            let answers = try await asker.ask(port, times: rounds)
                            await port.close()
                            // Until here: what its end had not read when the plug is pulled would be lost.
                            withExtendedLifetime(pty) {}
                            return answers
                        }
                        group.addTask {
                            for _ in 0..<rounds {
                                _ = try await pty.read(3, within: .seconds(40))
                                try await pty.write("N=1\n")
                            }
                            return 0
                        }
                    }
                    var answers = 0
                    while let some = try await group.next() { answers += some }
                    #expect(answers == lines * rounds)
                }
            }
        }
    }
}
