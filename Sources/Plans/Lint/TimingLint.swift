internal import RigModel
internal import StrictYAML

/// Finds timeouts that end before the bytes can have passed the line.
struct TimingLint {
    let uut: UUTPlan
    let places: UUTPlaces

    func findings() -> [LintFinding] {
        Phase.allCases.flatMap { uut[$0].steps }.compactMap { step in
            guard let places = places.steps[step.id], let port = uut.port(step.port), let needed = needed(step, port),
                needed > step.timeout
            else { return nil }
            return LintFinding(
                .shortTimeout,
                "'timeout' is \(Self.text(step.timeout)), and the bytes of step '\(step.id)' alone take "
                    + "\(Self.text(needed)) at \(port.line.baud) baud", at: places.place(of: "timeout"))
        }
    }

    /// The time for what is sent and for the shortest answer; nil where nothing passes the line.
    private func needed(_ step: StepPlan, _ port: PortPlan) -> Duration? {
        let sent: Int
        switch step.action {
        case .sendText(let text): sent = text.utf8.count + port.endOfLine.bytes.count
        case .sendBytes(let bytes): sent = bytes.count
        case .sendFile(_, let content): sent = content.count
        case .listen: sent = 0
        case .wait, .operator: return nil
        }
        // What a capture puts into the text is not known; the text without it is less.
        var total = port.line.time(for: sent) + port.pace * max(0, sent - 1)
        if case .sendText(let text) = step.action, !SendText(text).references.isEmpty { total = .zero }
        guard !step.levels.isEmpty, let listen = uut.port(step.listen) else { return total }
        let shortest = step.levels.inOrder.flatMap(\.patterns).map { pattern in
            max(1, PatternShape(pattern.source).literal.count)
        }.min()
        return total + listen.line.time(for: shortest ?? 1)
    }

    private static func text(_ duration: Duration) -> String {
        let milliseconds = Double(duration.nanoseconds) / 1e6
        return milliseconds < 10 ? "\((milliseconds * 100).rounded() / 100) ms" : "\(Int(milliseconds.rounded())) ms"
    }
}

extension LineSettings {
    /// How long so many bytes are on the line: start bit, data, parity and stop bits.
    fileprivate func time(for bytes: Int) -> Duration {
        let bits = 1 + Int(dataBits) + (parity == .none ? 0 : 1) + Int(stopBits)
        return .nanoseconds(Int64(Double(bytes * bits) / Double(baud) * 1e9))
    }
}
