internal import StrictYAML

/// Reads how the line of a port is set.
struct LineImport {
    let log: ImportLog

    func keys(_ reader: ElementReader) -> [PlanDraft.Key] {
        var keys: [PlanDraft.Key] = []
        let speed = reader.integer("speed", in: 50...12_000_000, " baud")
        keys.append(PlanDraft.Key("baud", "\(speed?.value ?? 115_200)"))
        if let frame = readPattern(reader) { keys.append(PlanDraft.Key("frame", frame)) }
        let flow = readHandshake(reader)
        if let flow { keys.append(PlanDraft.Key("flow", flow)) }
        keys += readModemLine("rts", reader, flow: flow)
        keys += readModemLine("dtr", reader, flow: flow)
        for (name, instead) in [
            ("read_timeout", "each step's own time counts, here as there"),
            ("write_timeout", "a command that cannot be sent ends with the time of its step"),
        ] {
            guard let timeout = reader.integer(name, in: 0...Int(Int32.max), " ms") else { continue }
            log.note(.dropped, name, at: timeout.text.location, "\(timeout.value) ms; \(instead)")
        }
        return keys
    }

    /// `e71` is `7E1`.
    private func readPattern(_ reader: ElementReader) -> String? {
        guard let text = reader.text("data_pattern") else { return nil }
        let letters = Array(text.trimmed.uppercased())
        let isKnown =
            letters.count == 3 && "NEOMS".contains(letters[0]) && "5678".contains(letters[1])
            && "125".contains(letters[2])
        // One and a half stop bits exist with five data bits only, where two are taken for it.
        guard isKnown, letters[2] != "5" || letters[1] == "5" else {
            log.problem(
                "<data_pattern> is not known: '\(text.trimmed)'", at: text.location,
                hint: "write parity, data bits and stop bits, such as n81 or e71")
            return nil
        }
        guard letters[2] == "5" else { return "\(letters[1])\(letters[0])\(letters[2])" }
        log.note(
            .changed, "data_pattern", at: text.location, "chips send one and a half stop bits where two are asked for",
            became: "5\(letters[0])2")
        return "5\(letters[0])2"
    }

    /// The original reads it and never sets it (D5).
    private func readHandshake(_ reader: ElementReader) -> String? {
        guard let text = reader.text("handshake") else { return nil }
        let word = text.trimmed.lowercased().filter { $0.isLetter }
        let flow: String?
        switch word {
        case "none": return "none"
        case "xonxoff", "software": flow = "xonxoff"
        case "requesttosend", "rts", "rtscts", "hardware": flow = "rtscts"
        case "requesttosendxonxoff", "rtsxonxoff": flow = "rtscts"
        default: flow = nil
        }
        guard let flow else {
            log.note(
                .doubted, "handshake", at: text.location,
                "'\(text.trimmed)' is not known, and never set by the original",
                became: "flow: none")
            return "none"
        }
        if word.hasSuffix("xonxoff"), flow == "rtscts" {
            log.note(
                .doubted, "handshake", at: text.location,
                "'\(text.trimmed)' is two kinds at once, of which a line has one; the original never sets it",
                became: "flow: rtscts")
        } else {
            log.note(
                .doubted, "handshake", at: text.location,
                "the original reads '\(text.trimmed)' and never sets it; here the line has it", became: "flow: \(flow)")
        }
        return flow
    }

    /// The original reads it and never sets it (D5).
    private func readModemLine(_ line: String, _ reader: ElementReader, flow: String?) -> [PlanDraft.Key] {
        let name = "\(line)_enable"
        guard let text = reader.text(name),
            let isOn = ElementReader.boolean(text.raw, named: name, at: text.location, log)
        else { return [] }
        guard line != "rts" || flow != "rtscts" else {
            log.note(.dropped, name, at: text.location, "with flow: rtscts the driver moves the line")
            return []
        }
        log.note(
            .doubted, name, at: text.location,
            "the original reads it and never sets it; here the line is set, which resets some boards",
            became: "\(line): \(isOn ? "on" : "off")")
        return [PlanDraft.Key(line, isOn ? "on" : "off")]
    }
}
