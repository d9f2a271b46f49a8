internal import StrictYAML

/// Makes a plan of `<bib>`.
struct BIBImport {
    let log: ImportLog

    /// - Returns: nil where the BIB has no name; every other problem is in the log.
    func read(_ element: SourceElement) -> PlanDraft? {
        let reader = ElementReader(element, log)
        guard let id = ImportedName(log: log).read(reader, kind: "BIB") else { return nil }
        var draft = PlanDraft(bib: id)
        log.note(
            .changed, "bib/@id", at: element.location,
            "the original finds the board by the product string of its EEPROM, less a letter A to D at its end",
            became: "match: { product: \(YAMLQuoting.double(id)) }; 'portpool ports' shows what the board says")
        checkFileName(id, element)
        draft.description = reader.attribute("description")?.value.trimmed ?? ""
        draft.comments = log.takeDoubts() + ImportedMetadata(log: log).comments(reader)
        draft.uuts = readUnits(reader)
        reader.finish()
        return draft
    }

    private func readUnits(_ reader: ElementReader) -> [PlanDraft.UUT] {
        let elements = reader.children("uut")
        if elements.isEmpty {
            log.problem("the BIB has no <uut>", at: reader.element.location, hint: "the original refuses it too")
        }
        let ports = elements.flatMap { unit in unit.children.filter { $0.name == "port" } }
        let channels = ChannelChoice(ports.map { ($0.portNumber ?? 0, $0.location) })
        var lines: [String: Int] = [:]
        return elements.compactMap { element in
            let unit = UUTImport(log: log, channels: channels).read(element)
            if let unit, let line = lines.updateValue(element.location.line, forKey: unit.id) {
                log.problem(
                    "the unit '\(unit.id)' is there already, in line \(line)", at: element.location,
                    hint: "give it an id of its own")
            }
            return unit
        }
    }

    /// The original looks for a BIB in `bib_<id>.xml`.
    private func checkFileName(_ id: String, _ element: SourceElement) {
        let name = element.location.file.split(separator: "/").last.map(String.init) ?? ""
        let expected = "bib_\(id).xml"
        guard name.hasPrefix("bib_"), name.lowercased() != expected.lowercased() else { return }
        log.note(
            .doubted, "bib/@id", at: element.location,
            "the file is called '\(name)' and not '\(expected)'; the original answers to both names",
            became: "bib: \(id)")
    }
}

extension SourceElement {
    /// Of a `<port>`; nil where it has none that is a number.
    var portNumber: Int? { attributes.first { $0.name == "number" }.flatMap { Int($0.value.trimmed) } }
}
