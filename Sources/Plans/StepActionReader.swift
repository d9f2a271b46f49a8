internal import RigModel
internal import StrictYAML

/// Reads what a step does before it listens.
struct StepActionReader {
    let files: AttachedFiles

    static let keys = ["send", "send_hex", "send_file", "wait", "operator"]

    /// An action, and the captures of other steps that its text holds.
    struct Reading {
        /// nil where it could not be read.
        var action: StepAction?
        var references: [CaptureScope.Reference] = []
    }

    func read(_ map: YAMLMapping) -> Reading {
        map.atMostOne(of: Self.keys)
        if let text = map["send"] { return readText(text) }
        if let hex = map["send_hex"] { return Reading(action: hex.hexBytes().map(StepAction.sendBytes)) }
        if let file = map["send_file"] { return Reading(action: readFile(file)) }
        if let wait = map["wait"] { return Reading(action: wait.positiveDuration().map(StepAction.wait)) }
        if let prompt = map["operator"] { return Reading(action: prompt.mapping(readPrompt).map(StepAction.operator)) }
        return Reading(action: .listen)
    }

    private func readText(_ value: YAMLValue) -> Reading {
        guard let sent = value.sentText(), let written = value.text() else { return Reading() }
        let parts = SendText(sent)
        for problem in parts.problems {
            value.report(
                problem.message, at: written.location(atUTF8: problem.offset),
                hint: "write ${step.capture}, or $${ for the two characters themselves")
        }
        let references = parts.references.map { name, offset in
            CaptureScope.Reference(name: name, value: value, place: written.location(atUTF8: offset))
        }
        return Reading(action: .sendText(sent), references: references)
    }

    private func readFile(_ value: YAMLValue) -> StepAction? {
        guard let name = value.string() else { return nil }
        do throws(AttachedFileError) {
            return .sendFile(name: name, content: try files.read(name))
        } catch {
            value.report("the file '\(name)' \(error.reason)", hint: error.hint)
            return nil
        }
    }

    private func readPrompt(_ map: YAMLMapping) -> OperatorPrompt? {
        map.atMostOne(of: OperatorPrompt.Kind.allCases.map(\.rawValue))
        for kind in OperatorPrompt.Kind.allCases {
            guard let value = map[kind.rawValue] else { continue }
            guard let text = value.string() else { return nil }
            guard !text.isEmpty else {
                value.report("the person would read nothing", hint: "say what is to be done")
                return nil
            }
            return OperatorPrompt(kind, text: text)
        }
        map.report("'operator' asks for nothing", hint: "give scan or confirm, with the text that the person reads")
        return nil
    }
}
