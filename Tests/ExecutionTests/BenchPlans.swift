import RigModel
import Support

extension PTYPair {
    /// Answers lines until the far end is unplugged or `count` lines were heard; each answer is sent as it is.
    ///
    /// - Returns: the lines heard, in order.
    func answer(_ count: Int, _ replies: [String: String]) async throws -> [String] {
        var heard: [String] = []
        for _ in 0..<count {
            let line = try await readLine()
            heard.append(line)
            if let reply = replies[line] { try await write(reply) }
        }
        return heard
    }

    /// The next line that was sent, without its CR LF.
    func readLine() async throws -> String {
        var line: [UInt8] = []
        while true {
            let byte = try await read(1)[0]
            if byte == 0x0a { return String(decoding: line, as: UTF8.self) }
            if byte != 0x0d { line.append(byte) }
        }
    }
}

extension UUTPlan {
    static func demo(
        _ id: String = "unit", ports: [(String, Channel)] = [("ctl", .a)], start: [StepPlan] = [],
        test: [StepPlan], testDeadline: Duration? = nil, loop: LoopPlan = .once, stop: [StepPlan] = [.command("BYE")],
        deadline: Duration? = nil, line: LineSettings = LineSettings(lowLatency: false), endOfLine: EndOfLine = .crlf,
        framing: Framing = .lines, settle: Duration = .zero, pace: Duration = .zero, resources: [ResourceID] = []
    ) -> UUTPlan {
        UUTPlan(
            id: UUTID(id),
            ports: ports.map {
                PortPlan(
                    alias: $0.0, channel: $0.1, line: line, endOfLine: endOfLine, framing: framing, settle: settle,
                    pace: pace)
            },
            serialFrom: nil, resources: resources, deadline: deadline, start: PhasePlan(steps: start),
            test: PhasePlan(steps: test, deadline: testDeadline, loop: loop), stop: PhasePlan(steps: stop))
    }
}

extension StepPlan {
    /// Sends a command that is answered by `OK`.
    static func command(
        _ text: String, timeout: Duration = .seconds(10), expect: String = "^OK", port: String = "ctl",
        listen: String? = nil, retries: RetryPolicy = .none, ignore: [String] = []
    ) -> StepPlan {
        StepPlan(
            id: text.lowercased(), action: .sendText(text), port: port, listen: listen ?? port, timeout: timeout,
            levels: LevelPatterns(pass: [PatternText(expect)]), retries: retries,
            ignore: ignore.map { PatternText($0) })
    }
}
