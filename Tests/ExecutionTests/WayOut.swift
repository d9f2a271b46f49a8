import Execution
import PortPool
import RigModel
import Support
import Testing

/// How a run is ended, from outside or by itself, and what it then comes to.
enum WayOut: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case abort, abortTwice, shutdown, cancelled, leaseRevoked, unplugOfAnotherPort, signalled
    case stepTimeout, phaseDeadline, unitDeadline, fail, critical, matchLimit, missingCapture

    var testDescription: String { rawValue }

    /// Those that end a question that is open as well.
    static let whileAsking: [WayOut] = [
        .abort, .abortTwice, .shutdown, .cancelled, .leaseRevoked, .unplugOfAnotherPort, .signalled, .stepTimeout,
        .phaseDeadline, .unitDeadline, .fail,
    ]

    var verdict: Verdict {
        switch self {
        case .abort, .abortTwice, .shutdown, .cancelled, .leaseRevoked: .aborted
        case .unplugOfAnotherPort, .matchLimit: .error
        case .stepTimeout, .phaseDeadline, .unitDeadline: .timeout
        case .fail, .missingCapture: .fail
        case .critical: .critical
        case .signalled: .pass
        }
    }

    /// What the first port hears of STOP and the safe state, and the second of STOP.
    var stop: (first: [String], second: [String]) {
        switch self {
        case .leaseRevoked: ([], [])
        case .unplugOfAnotherPort: (["BYE", "OUT 0"], [])
        default: (["BYE", "OUT 0"], ["OFF"])
        }
    }

    /// What the run's explanation says of the unit where a part of STOP or of the safe state has not come to it.
    var doubt: String? {
        switch self {
        case .leaseRevoked: "STOP could not be sent, nor could the safe state: the unit may still be powered"
        case .unplugOfAnotherPort:
            "STOP step 'off' could not be sent: the unit may still be powered, unless the safe state, which was sent, "
                + "has made it safe"
        default: nil
        }
    }

    /// A plan on two ports, in a loop until a signal, whose TEST waits: for an answer on the first port, or for a person.
    func plan(asking: Bool) -> UUTPlan {
        var long = StepPlan.command("LONG", timeout: self == .stepTimeout ? .milliseconds(500) : .seconds(60))
        long.levels.fail = [PatternText("^ERR")]
        long.levels.critical = [PatternText("^SMOKE")]
        if self == .matchLimit { long.levels.pass = [PatternText("(a+)+$")] }
        if self == .missingCapture { long.action = .sendText("LONG ${none.v}") }
        if asking {
            long.action = .operator(OperatorPrompt(.confirm, text: "Is the lamp on?"))
            long.levels = LevelPatterns()
        }
        return .demo(
            ports: [("ctl", .a), ("aux", .b)], start: [.command("ATZ")], test: [long, .command("NEXT")],
            testDeadline: self == .phaseDeadline ? .milliseconds(600) : nil, loop: .untilSignal,
            stop: [.command("BYE"), .command("OFF", port: "aux")],
            deadline: self == .unitDeadline ? .seconds(4) : nil)
    }

    /// Makes it happen while the first step of TEST waits.
    func happen(to id: ExecutionID, on bench: Bench, asking: Bool, cancel: () -> Void) async throws {
        let pty = bench.ptys[0]
        switch self {
        case .abort: try await bench.engine.abort(id, reason: "test")
        case .abortTwice:
            try await bench.engine.abort(id, reason: "test")
            // The first may have ended it by now.
            try? await bench.engine.abort(id, reason: "again")
        case .shutdown: await bench.engine.stopAll(.shutdown)
        case .cancelled: cancel()
        case .leaseRevoked: await bench.pool.revoke(id, reason: "wanted elsewhere")
        case .unplugOfAnotherPort: await bench.pool.vanished("FT0-B")
        case .stepTimeout, .phaseDeadline, .unitDeadline, .missingCapture: break
        case .signalled:
            try await bench.engine.signal(id)
            if asking {
                try await bench.engine.answer(id, step: "long", with: .confirmed(true))
            } else {
                try await pty.write("OK\r\n")
            }
        case .fail:
            if asking {
                try await bench.engine.answer(id, step: "long", with: .confirmed(false))
            } else {
                try await pty.write("ERR 7\r\n")
            }
        case .critical: try await pty.write("SMOKE\r\n")
        case .matchLimit: try await pty.write(String(repeating: "a", count: 5_000) + "!\r\n")
        }
    }
}
