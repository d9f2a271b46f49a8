internal import RigModel
internal import StrictYAML

/// Makes a unit of `<uut>`: the steps of all its ports, phase by phase.
struct UUTImport {
    let log: ImportLog
    let channels: ChannelChoice

    func read(_ element: SourceElement) -> PlanDraft.UUT? {
        let reader = ElementReader(element, log)
        guard let id = ImportedName(log: log).read(reader, kind: "unit") else { return nil }
        var unit = PlanDraft.UUT(id: id)
        if let description = reader.attribute("description"), !description.value.isBlank {
            log.note(
                .changed, "uut/@description", at: description.location, "units have no description in a plan",
                became: "a comment")
            unit.comments.append(ImportLog.visible(description.value.trimmed))
        }
        unit.comments += ImportedMetadata(log: log).comments(reader)
        readPorts(reader, into: &unit)
        reader.finish()
        return unit
    }

    private func readPorts(_ reader: ElementReader, into unit: inout PlanDraft.UUT) {
        let elements = reader.children("port")
        if elements.isEmpty {
            log.problem("the unit has no <port>", at: reader.element.location, hint: "the original refuses it too")
        }
        var lines: [String: Int] = [:]
        var names = StepNames()
        for element in elements {
            var importer = PortImport(log: log, channels: channels, namesPort: elements.count > 1, names: names)
            guard let port = importer.read(element) else { continue }
            names = importer.names
            if let line = lines.updateValue(element.location.line, forKey: port.port.alias) {
                log.problem(
                    "'\(port.port.alias)' is there already, in line \(line)", at: element.location,
                    hint: "give it a number of its own")
            }
            unit.ports.append(port.port)
            unit.phases.merge(port.phases) { $0 + $1 }
        }
        if elements.count > 1 {
            log.note(
                .changed, "port", at: elements[1].location,
                "the original goes through START, TEST and STOP of one port before the next",
                became: "START on all ports of the unit, then TEST, then STOP")
        }
        // Where a port could not be read its steps are missing.
        if unit.ports.count == elements.count, !elements.isEmpty, unit.phases[.test, default: []].isEmpty {
            log.problem(
                "the unit has no <test> with a <command>", at: reader.element.location,
                hint: "a unit is judged by its test")
        }
    }
}
