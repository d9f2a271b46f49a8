internal import RigModel
internal import StrictYAML

/// Makes a port and its steps of `<port>`.
struct PortImport {
    let log: ImportLog
    let channels: ChannelChoice
    /// Whether steps must say their port: the unit has several.
    let namesPort: Bool
    var names: StepNames

    struct Reading {
        var port: PlanDraft.Port
        var phases: [Phase: [PlanDraft.Step]]
    }

    mutating func read(_ element: SourceElement) -> Reading? {
        let reader = ElementReader(element, log)
        let number = readNumber(reader)
        checkProtocol(reader)
        var port = PlanDraft.Port(alias: "port\(number ?? 0)")
        if let number { port.keys += readChannel(number, element) }
        port.keys += LineImport(log: log).keys(reader)
        let steps = Phase.allCases.reduce(into: [Phase: [StepImport]]()) { phases, phase in
            let elements = reader.children(phase.rawValue.lowercased())
            noteContinuing(elements)
            phases[phase] = elements.compactMap { StepImport(log: log, phase: phase, element: $0) }
        }
        let ending = EndOfLineChoice(steps.values.joined().map(\.command), log: log, at: element.location)
        port.keys.append(PlanDraft.Key("eol", ending.word))
        port.comments = log.takeDoubts()
        let drafts = Phase.allCases.reduce(into: [Phase: [PlanDraft.Step]]()) { phases, phase in
            phases[phase] = steps[phase, default: []].map { step in
                let name = names.name(for: step.command.body, phase)
                return step.draft(id: name, port: namesPort ? port.alias : nil, ending: ending)
            }
        }
        reader.finish()
        return number == nil ? nil : Reading(port: port, phases: drafts)
    }

    private func readNumber(_ reader: ElementReader) -> Int? {
        guard let attribute = reader.attribute("number") else {
            log.problem("the port has no 'number'", at: reader.element.location, hint: "the original refuses it too")
            return nil
        }
        guard let number = reader.element.portNumber, (1...Channel.allCases.count).contains(number) else {
            log.problem(
                "'\(attribute.value)' is no port of an FTDI chip", at: attribute.location,
                hint: "1 to 4 are its channels A to D")
            return nil
        }
        return number
    }

    private func readChannel(_ number: Int, _ element: SourceElement) -> [PlanDraft.Key] {
        guard let choice = channels.channel(at: element.location) else {
            log.problem(
                "the BIB has more than four ports", at: element.location,
                hint: "a plan is for one FTDI chip, which has four channels; divide the BIB")
            return []
        }
        if !choice.isOwn {
            log.note(
                .doubted, "port/@number", at: element.location,
                "another unit has port \(number) too, and a channel belongs to one port",
                became: "channel: \(choice.channel), the next that is free")
        }
        return [PlanDraft.Key("channel", choice.channel.description)]
    }

    private func checkProtocol(_ reader: ElementReader) {
        guard let text = reader.text("protocol") else {
            log.problem("the port has no <protocol>", at: reader.element.location, hint: "write rs232")
            return
        }
        switch text.trimmed.lowercased() {
        case "rs232": break
        case "rs485", "rs422":
            log.note(
                .doubted, "protocol", at: text.location,
                "the original never came to carry out '\(text.trimmed)'; an adapter must drive the bus by itself",
                became: "a serial port like any other")
        default:
            log.problem(
                "'\(text.trimmed)' is not carried by a serial port", at: text.location,
                hint: "the original carries out rs232 only; remove the port")
        }
    }

    /// One step that goes on makes the original's whole phase go on (D9).
    private func noteContinuing(_ elements: [SourceElement]) {
        let going = elements.filter { element in
            element.attributes.contains { $0.name == "continue_on_failure" && $0.value.trimmed.lowercased() == "true" }
        }
        guard going.count < elements.count else { return }
        for element in going {
            log.note(
                .changed, "\(element.name)/@continue_on_failure", at: element.location,
                "in the original one such step makes all \(elements.count) <\(element.name)> of the port go on",
                became: "on_fail: continue, of this step only")
        }
    }
}
