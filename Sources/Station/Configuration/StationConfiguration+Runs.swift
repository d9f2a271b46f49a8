import RigModel
import StrictYAML

extension StationConfiguration {
    /// `parallel` and `ports`.
    static func readRuns(_ map: YAMLMapping, into configuration: inout StationConfiguration) {
        if let runs = map["parallel"]?.mapping({ $0["runs"]?.integer(in: 1...1_000) }) {
            configuration.parallelRuns = runs
        }
        _ = map["ports"]?.mapping { ports in
            var taken: [String: PortID] = [:]
            for (key, value) in ports.pairs() {
                guard Self.canBePort(key.text) else {
                    value.report(
                        "'\(key.text)' is no id of a port: it is a board's and a channel from A to D, as FT7ABCDE-A",
                        at: key.location, hint: "`portpool ports` lists those that are plugged in")
                    continue
                }
                let id = PortID(key.text)
                guard let alias = value.mapping({ $0["alias"].flatMap(Self.alias) }) else { continue }
                if let other = taken.updateValue(id, forKey: alias) {
                    value.report("'\(alias)' is the alias of \(other) already; give each port its own")
                }
                configuration.portAliases[id] = alias
            }
            return true
        }
    }

    /// Whether discovery may ever call a port so.
    private static func canBePort(_ text: String) -> Bool {
        PortID.isPlainName(text) && Channel.allCases.contains { text.hasSuffix("-\($0)") && text.utf8.count > 2 }
    }

    private static func alias(_ value: YAMLValue) -> String? {
        guard let text = value.string() else { return nil }
        guard PortID.isPlainName(text) else {
            value.report("'\(text)' is no name; use letters, digits, _ . -, 64 at most, and no dot in front")
            return nil
        }
        return text
    }
}
