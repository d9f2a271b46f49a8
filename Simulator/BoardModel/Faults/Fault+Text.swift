public import RigModel
internal import StrictYAML

extension Fault {
    /// Makes a fault of what a command line or a control message gives: a kind, and parameters by name, with those of
    /// `when` (`on`, `hit`, `in`, `prob`, `at`) among them.
    ///
    /// It is read as a file would be, so the same words are known and the same mistakes are found. Several states of `in`
    /// have spaces or commas between.
    public init(kind: String, parameters: [(name: String, value: String)] = [], channel: Channel? = nil)
        throws(FaultError)
    {
        func quoted(_ text: String) -> String {
            "'\(String(text.flatMap { $0 == "'" ? "''" : String($0) }))'"
        }
        func lines(_ items: [(name: String, value: String)], indent: String) -> String {
            items.map { "\(indent)\(quoted($0.name)): \(quoted($0.value))\n" }.joined()
        }
        if let name = Self.repeated(parameters.map(\.name)) {
            let hint = name == "in" ? "several states go into one, as in='ready idle'" : "give it once"
            throw FaultError(reasons: ["'\(name)' is given twice; \(hint)"])
        }
        let conditions = parameters.filter { FaultTrigger.keys.contains($0.name) }
        let others = parameters.filter { !FaultTrigger.keys.contains($0.name) }
        var text = "version: 1\nfault:\n  kind: \(quoted(kind))\n" + lines(others, indent: "  ")
        if !conditions.isEmpty {
            text += "  when:\n" + lines(conditions.filter { $0.name != "in" }, indent: "    ")
            for condition in conditions where condition.name == "in" {
                let states = try Self.states(condition.value).map(quoted)
                text += "    'in': [\(states.joined(separator: ", "))]\n"
            }
        }
        do {
            self = try YAMLDocument(text: text, file: kind).decode(version: 1) { file in
                file.required("fault")?.mapping { FaultReader(scope: .anyBoard).read($0, channel: channel) }
            }
        } catch {
            throw FaultError(
                reasons: error.diagnostics.map { problem in
                    problem.unknownKey.map { Self.refusal(of: $0, to: kind) }
                        ?? problem.message + (problem.hint.map { "; \($0)" } ?? "")
                })
        }
    }

    /// Reads `KIND` or `KIND:name=value,name=value`, as commands write it. A comma inside a value is written `\,`.
    public init(argument: String, channel: Channel? = nil) throws(FaultError) {
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var parameters: [(name: String, value: String)] = []
        for assignment in parts.count == 2 ? Self.splitAtCommas(parts[1]) : [] {
            let sides = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else {
                throw FaultError(reasons: ["'\(assignment)' is not of the form name=value"])
            }
            parameters.append((String(sides[0]), String(sides[1])))
        }
        try self.init(kind: String(parts[0]), parameters: parameters, channel: channel)
    }

    /// Of a name that no parameter of the kind has. By hand a condition is one among the others, which no file's reader
    /// knows.
    private static func refusal(of name: String, to kind: String) -> String {
        let known =
            (FaultCatalogue.entry(kind)?.parameters.map(\.name) ?? []) + ["for", "id", "channel"]
            + FaultTrigger.keys.sorted()
        let near = suggestion(for: name, from: known).map { "\($0) " } ?? ""
        return "\(kind) has no parameter '\(name)'; \(near)it takes \(known.joined(separator: ", "))"
    }

    private static func repeated(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }

    /// `ready idle` or `ready,idle`: the states as lists of faults show them, or as people write them.
    private static func states(_ text: String) throws(FaultError) -> [String] {
        let states = text.split { $0 == " " || $0 == "," }.map(String.init)
        // No state at all would mean any.
        guard !states.isEmpty else {
            throw FaultError(reasons: ["'in' names no state; write one as in=ready, or several as in='ready idle'"])
        }
        return states
    }

    private static func splitAtCommas(_ text: Substring) -> [String] {
        var pieces = [""]
        var escaped = false
        for character in text {
            if escaped {
                if character != "," { pieces[pieces.count - 1].append("\\") }
                pieces[pieces.count - 1].append(character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == "," {
                pieces.append("")
            } else {
                pieces[pieces.count - 1].append(character)
            }
        }
        if escaped { pieces[pieces.count - 1].append("\\") }
        return pieces
    }
}
