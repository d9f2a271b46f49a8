import ArgumentParser
import RigModel
import Station

extension LogsCommand {
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Holds logs against their seals: lines, bytes, SHA-256.",
            discussion: """
                portpool logs verify
                portpool logs verify client_demo production_uut

                Reads the files of the state folder, beside a service or without one, and
                changes nothing. Exit status 1 where a log lacks lines, is not what was
                sealed, or cannot be read: 'portpool logs rebuild' makes it anew.
                """)
        @Argument(help: "Only this BIB's.") var bib: String?
        @Argument(help: "Only this unit's: its id, or unit@board.") var uut: String?
        @OptionGroup var folder: StateFolderOptions
        @Flag(help: "Print JSON.") var json = false

        private struct Answer: Encodable {
            let totals: [String: Int]
            let logs: [LogFinding]
        }

        func run() throws {
            var totals: [LogFinding.State: Int] = [:]
            var other: [LogFinding] = []
            try folder.upkeep().check(bib: bib.map { BIBID($0) }, uut: uut.map { UUTInstanceID($0) }) { log in
                totals[log.state, default: 0] += 1
                if log.state != .whole { other.append(log) }
            }
            if json {
                let counts = totals.map { ($0.key.rawValue, $0.value) }
                Terminal.print(
                    try JSONText.of(Answer(totals: Dictionary(uniqueKeysWithValues: counts), logs: other)))
            } else {
                for log in other { Terminal.print("\(log.path): \(log.state.rawValue): \(log.why ?? "")") }
                let count = totals.values.reduce(0, +)
                let parts = LogFinding.State.allCases.compactMap { state in
                    totals[state].map { "\($0) \(state.rawValue)" }
                }
                Terminal.print(
                    "\(count) \(count == 1 ? "log" : "logs")\(count > 0 ? ": " : "")" + parts.joined(separator: ", "))
            }
            if other.contains(where: \.isBad) { throw ExitStatus.flawed }
        }
    }
}
