import BoardModel
import StrictYAML
import World

/// What `uutsim help fault` says of the kinds, all of it out of their catalogue.
enum FaultHelp {
    /// What ArgumentParser leaves as it is on a terminal of 80.
    private static let columns = 79

    /// A line for each kind.
    static var list: String {
        let width = FaultCatalogue.names.map(\.count).max() ?? 0
        return FaultCatalogue.entries.map { row($0.name, $0.summary, to: width + 2) }.joined(separator: "\n")
    }

    /// Every kind in full.
    static var all: String { FaultCatalogue.entries.map(text).joined(separator: "\n") }

    /// One kind in full; nil where there is none of that name.
    static func text(of kind: String) -> String? { FaultCatalogue.entry(kind).map(text) }

    /// Why there is no help on a kind.
    static func refusal(of kind: String) -> String {
        let hint = suggestion(for: kind, from: FaultCatalogue.names) ?? "'uutsim help fault' lists them"
        return "no fault is called '\(kind)'; \(hint)"
    }

    private static func text(_ entry: FaultEntry) -> String {
        let parameters = entry.parameters.map { parameter in
            let places = entry.transports(taking: parameter)
            let meaning =
                parameter.meaning + (parameter.isRequired ? "; required" : "")
                + (places == entry.transports ? "" : "; not on \(names(of: entry.transports.subtracting(places)))")
            return row("\(parameter.name)=\(parameter.example)", meaning, to: 20)
        }
        let demands = FaultOracle.Demand.allCases.filter { [entry.oracle.demand, entry.oracle.otherwise].contains($0) }
        let parts = [
            "\(entry.name.uppercased())\n\n\(entry.summary.filled(to: 80))", parameters.joined(separator: "\n"),
            "Shown on: \(names(of: entry.transports)). What an honest rig makes of it: \(entry.oracle).".filled(to: 80),
            demands.map { row($0.rawValue, $0.meaning, to: 13) }.joined(separator: "\n"),
            examples(of: entry).map { "  \($0)" }.joined(separator: "\n"),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func names(of transports: Set<FaultTransport>) -> String {
        FaultTransport.allCases.filter(transports.contains).map(\.rawValue).joined(separator: ", ")
    }

    /// What campaigns arm, as a person would write it.
    private static func examples(of entry: FaultEntry) -> [String] {
        entry.specimens.compactMap { specimen in
            // The catalogue's own are read by the tests, every one.
            guard let fault = try? Fault(argument: specimen) else { return nil }
            return
                (["uutsim fault left", entry.name] + fault.wording.map { "\($0.name)=\(ShellWord.quoted($0.value))" })
                .joined(separator: " ") + " --world demo"
        }
    }

    /// A word, and from a column on what it means, on as many lines of a terminal as that takes.
    private static func row(_ word: String, _ meaning: String, to width: Int) -> String {
        let indent = String(repeating: " ", count: width + 2)
        let gap = String(repeating: " ", count: max(1, width - word.count))
        return "  \(word)\(gap)"
            + meaning.filled(to: columns - indent.count).split(separator: "\n").joined(separator: "\n\(indent)")
    }
}

extension FaultOracle.Demand {
    fileprivate var meaning: String {
        switch self {
        case .transparent: "the verdict is as without the fault"
        case .mustDetect: "never PASS, and never WARN"
        case .inBand: "valid bytes that mean something else: no plan need notice, and one that does is right too"
        }
    }
}
