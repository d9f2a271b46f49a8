internal import RigModel
internal import StrictYAML

/// Makes a step of `<start>`, `<test>` or `<stop>`.
struct StepImport {
    let command: CommandText
    private let commandLocation: SourceLocation
    private let reader: ElementReader
    private let phase: Phase
    private var log: ImportLog { reader.log }

    /// The original's documents name a delay between attempts, and no file states one.
    private static let retryDelay = "100ms"

    /// - Returns: nil without a command: the original skips such a step.
    init?(log: ImportLog, phase: Phase, element: SourceElement) {
        reader = ElementReader(element, log)
        self.phase = phase
        guard let text = reader.text("command") else {
            log.note(
                .dropped, element.name, at: element.location,
                "it has no <command>, and the original skips it; a step that only listens has 'expect' and no 'send'")
            return nil
        }
        command = CommandText(text.raw)
        commandLocation = text.location
    }

    /// - Parameter port: its name, where the unit has several.
    func draft(id: String, port: String?, ending: EndOfLineChoice) -> PlanDraft.Step {
        var step = PlanDraft.Step(id: id)
        step.keys.append(PlanDraft.Key("send", YAMLQuoting.double(send(ending))))
        if let port { step.keys.append(PlanDraft.Key("port", port)) }
        let answer = AnswerImport(reader: reader, phase: phase).read()
        step.raisesHardware = answer.raisesHardware
        if answer.levels.isEmpty {
            step.keys += answer.pass.map { [PlanDraft.Key("expect", YAMLQuoting.single($0))] } ?? []
        } else {
            step.levels = (answer.levels + (answer.pass.map { [("pass", $0)] } ?? []))
                .map { PlanDraft.Key($0.0, YAMLQuoting.single($0.1)) }
        }
        step.keys += readTimeout() + readFailPolicy(answer) + readRetries()
        reader.finish()
        step.comments = log.takeDoubts()
        return step
    }

    private func send(_ ending: EndOfLineChoice) -> String {
        let text = ending.sent(command, at: commandLocation)
        if command.hasInnerEscapes {
            log.note(
                .doubted, "command", at: commandLocation,
                "the original sends its escapes letter by letter; here they are read",
                became: "send: \(YAMLQuoting.double(text))")
        }
        if command.hasStrayBackslash {
            log.note(
                .doubted, "command", at: commandLocation, "a backslash before what is no escape is sent as it is",
                became: "send: \(YAMLQuoting.double(text))")
        }
        // In a plan `${` begins the place of a capture.
        return text.replacing("${", with: "$${")
    }

    private func readTimeout() -> [PlanDraft.Key] {
        guard let timeout = reader.integer("timeout_ms", in: 1...Int(Int32.max), " ms") else { return [] }
        let duration = Duration.milliseconds(timeout.value)
        return duration == PlanDraft.timeout ? [] : [PlanDraft.Key("timeout", PlanDraft.text(duration))]
    }

    private func readFailPolicy(_ answer: AnswerImport.Reading) -> [PlanDraft.Key] {
        let goesOn = reader.boolean(reader.attribute("continue_on_failure")) ?? false
        return goesOn || answer.goesOn ? [PlanDraft.Key("on_fail", "continue")] : []
    }

    /// The original reads it and never tries again (D1).
    private func readRetries() -> [PlanDraft.Key] {
        guard let count = reader.integer("retry_count", in: 0...1000), count.value > 0 else { return [] }
        let retries = "{ count: \(count.value), delay: \(Self.retryDelay) }"
        log.note(
            .changed, "retry_count", at: count.text.location,
            "the original reads it and never tries again; here silence and answers that fit nothing are tried again",
            became: "retries: \(retries)")
        return [PlanDraft.Key("retries", retries)]
    }
}
