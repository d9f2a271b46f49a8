public import RigModel

/// Holds what a board heard during a run against what the run says that it sent: STOP exactly once, and nothing that nobody sent.
public struct StopCheck: Sendable {
    /// A command as a board hears it.
    public struct Command: Sendable, Hashable {
        public let channel: Channel
        public let line: [UInt8]

        public init(channel: Channel, line: [UInt8]) {
            self.channel = channel
            self.line = line
        }
    }

    private let bib: Plan
    private let unit: UUTPlan

    public init(_ unit: UUTPlan, of bib: Plan) {
        self.bib = bib
        self.unit = unit
    }

    /// What is wrong, one sentence each.
    ///
    /// - Parameters:
    ///   - heard: on the unit's channels, by commands that are lines.
    ///   - isDeaf: the fault keeps the board from hearing all; then it must not have heard more.
    ///   - isCut: the fault cuts the line, so that STOP may have been in vain.
    ///   - isHeld: the fault keeps the line from sending; then STOP must have been tried, and no more.
    public func complaints(
        about steps: [API.Step], heard: [Command], isDeaf: Bool, isCut: Bool, isHeld: Bool
    ) -> [String] {
        var sent: [Command: Int] = [:]
        for step in steps {
            guard let channel = channel(of: step.step) else { continue }
            for attempt in step.attempts {
                for line in Self.lines(LogCheck.hex(attempt.sentHex)) {
                    sent[Command(channel: channel, line: line), default: 0] += 1
                }
            }
        }
        guard !sent.isEmpty else { return [] }
        for step in bib.safeState {
            guard let port = step.port.map(unit.port) ?? unit.ports.first else { continue }
            sent[Command(channel: port.channel, line: Array(step.send.utf8)), default: 0] += 1
        }
        var complaints: [String] = []
        for (command, count) in count(heard).sorted(by: { $0.key.line.lexicographicallyPrecedes($1.key.line) }) {
            let expected = sent[command] ?? 0
            if count > expected {
                complaints.append("the board heard \(text(command)) \(times(count)), not \(expected)")
            }
        }
        if !isDeaf {
            let heard = count(heard)
            for (command, expected) in sent where heard[command, default: 0] < expected {
                complaints.append(
                    "the board heard \(text(command)) \(times(heard[command, default: 0])), not \(expected)")
            }
        }
        return complaints + (isCut ? [] : stopComplaints(steps, isHeld: isHeld))
    }

    private func stopComplaints(_ steps: [API.Step], isHeld: Bool) -> [String] {
        unit.stop.steps.compactMap { step in
            let done = steps.filter { $0.phase == .stop && $0.step == step.id }
            guard done.count == 1 else { return "STOP step \(step.id) was done \(times(done.count)), not once" }
            // With a capture in it the text is not known here.
            guard !isHeld, case .sendText(let text) = step.action, !text.contains("${") else { return nil }
            let sent = done[0].attempts.flatMap { Self.lines(LogCheck.hex($0.sentHex)) }
            return Self.lines(Array(text.utf8)).allSatisfy(sent.contains)
                ? nil : "STOP step \(step.id) did not send '\(VisibleBytes.text(Array(text.utf8)))'"
        }
    }

    private func channel(of step: String) -> Channel? {
        let plan = Phase.allCases.lazy.flatMap { unit[$0].steps }.first { $0.id == step }
        return plan.flatMap { unit.port($0.port) }?.channel
    }

    private func count(_ commands: [Command]) -> [Command: Int] {
        var counts: [Command: Int] = [:]
        for command in commands { counts[command, default: 0] += 1 }
        return counts
    }

    /// The lines in what was sent at once, without their ends.
    static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split { $0 == 0x0A || $0 == 0x0D }.map(Array.init)
    }

    private func text(_ command: Command) -> String { "'\(VisibleBytes.text(command.line))' on \(command.channel)" }
    private func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
