public import RigModel
internal import StrictYAML

extension Fault {
    /// Makes a fault of what a command line or a control message gives: a kind, and parameters by name, with those of
    /// `when` (`on`, `hit`, `in`, `prob`, `at`) among them.
    ///
    /// It is read as a file would be, so the same words are known and the same mistakes are found.
    public init(kind: String, parameters: [(name: String, value: String)] = [], channel: Channel? = nil)
        throws(FaultError)
    {
        func quoted(_ text: String) -> String {
            "'\(String(text.flatMap { $0 == "'" ? "''" : String($0) }))'"
        }
        func lines(_ items: [(name: String, value: String)], indent: String) -> String {
            items.map { "\(indent)\(quoted($0.name)): \(quoted($0.value))\n" }.joined()
        }
        let conditions = parameters.filter { FaultTrigger.keys.contains($0.name) }
        let others = parameters.filter { !FaultTrigger.keys.contains($0.name) }
        var text = "version: 1\nfault:\n  kind: \(quoted(kind))\n" + lines(others, indent: "  ")
        if !conditions.isEmpty { text += "  when:\n" + lines(conditions, indent: "    ") }
        do {
            self = try YAMLDocument(text: text, file: kind).decode(version: 1) { file in
                file.required("fault")?.mapping { FaultReader(scope: .anyBoard).read($0, channel: channel) }
            }
        } catch {
            throw FaultError(
                reasons: error.diagnostics.map { problem in
                    problem.message + (problem.hint.map { "; \($0)" } ?? "")
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
