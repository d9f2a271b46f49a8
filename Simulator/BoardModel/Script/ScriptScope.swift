internal import Patterns
internal import RigModel
internal import StrictYAML

/// What may be named at a place of a script, and the readers of what names it. Each reports what is wrong, and returns
/// nil then.
struct ScriptScope: Sendable {
    /// nil: not known here, so every name is accepted and looked for when it is used.
    var variables: Set<String>?
    /// Named groups of the pattern at hand.
    var captures: [String] = []
    /// nil: not known here.
    var channels: Set<Channel>?

    /// Knows nothing of the board: for faults that are written elsewhere than in its script.
    static let anyBoard = ScriptScope()

    func pattern(_ value: YAMLValue) -> Pattern? {
        guard let text = value.text() else { return nil }
        do {
            return try Pattern(text.text)
        } catch {
            value.report("bad pattern: \(error.message)", at: text.location(atUTF8: error.offset))
            return nil
        }
    }

    func template(_ value: YAMLValue) -> ReplyTemplate? {
        guard let text = value.text() else { return nil }
        do {
            let template = try ReplyTemplate(text.text)
            return check(template.names, of: value) ? template : nil
        } catch {
            value.report(error.description)
            return nil
        }
    }

    func expression(_ value: YAMLValue) -> Expression? {
        guard let text = value.text() else { return nil }
        do {
            let expression = try Expression(text.text)
            return check(expression.names, of: value) ? expression : nil
        } catch {
            value.report(error.description)
            return nil
        }
    }

    func channel(_ value: YAMLValue) -> Channel? {
        guard let text = value.text() else { return nil }
        guard let channel = Channel(letter: text.text) else {
            value.report("'\(text)' is no channel", hint: "write A, B, C or D")
            return nil
        }
        if let channels, !channels.contains(channel) {
            let known = channels.sorted().map(\.description).joined(separator: ", ")
            value.report("there is nothing on channel \(channel)", hint: "'channels' has \(known)")
            return nil
        }
        return channel
    }

    /// A name below /dev, or one for each port with commas between: `ttyUSB9,ttyUSB8`. nil inside where there is none to
    /// give, nil outside where it is wrong.
    func ttyNames(_ value: YAMLValue) -> String?? {
        guard let text = value.text() else { return nil }
        for name in text.text.split(separator: ",", omittingEmptySubsequences: false)
        where !TTYName.isValid(String(name)) {
            value.report("'\(name)' is no tty name", hint: "write one such as ttyUSB9")
            return nil
        }
        return .some(text.text)
    }

    private func check(_ names: [String], of value: YAMLValue) -> Bool {
        guard let variables else { return true }
        let known = variables.union(captures).union([Surroundings.channelName])
        let unknown = names.filter { !known.contains($0) }
        for name in unknown {
            value.report(
                "nothing is named '\(name)' here", hint: "known: \(known.sorted().joined(separator: ", "))")
        }
        return unknown.isEmpty
    }
}
