internal import BoardModel
internal import RigModel

/// A campaign's result for people: a line for each fault, and a sentence for each run that needs one.
public struct CampaignTable: Sendable {
    private let result: CampaignResult
    private let isVerbose: Bool

    /// - Parameter isVerbose: a line for each run besides.
    public init(_ result: CampaignResult, isVerbose: Bool = false) {
        self.result = result
        self.isVerbose = isVerbose
    }

    public var text: String {
        let parts = [
            heading, table, isVerbose ? runs : "", omissions, troubles, blindSpots, interruption, conclusion,
        ].filter { !$0.isEmpty }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var heading: String {
        let units = Set(result.rows.map { "\($0.job.bib) \($0.job.target.uut)" }).count
        return "\(result.plans.joined(separator: ", ")) on the bench \(result.bench): \(result.rows.count) runs of "
            + "\(units) unit\(units == 1 ? "" : "s"), each with one fault; \(seconds) s; seed \(result.seed)"
    }

    private var seconds: Int64 { (result.duration.milliseconds + 500) / 1000 }

    private var table: String {
        let marks = CampaignMark.allCases.filter { $0 != .notRun || result.count(.notRun) > 0 }
        var lines = [["FAULT", "ORACLE", "RUNS"] + marks.map { $0.rawValue.uppercased() }]
        for (specimen, rows) in result.bySpecimen {
            let counts = marks.map { mark in rows.count { $0.mark == mark } }
            lines.append(
                [specimen.text, Self.oracle(of: rows), "\(rows.count)"] + counts.map { $0 == 0 ? "-" : "\($0)" })
        }
        lines.append(["all", "", "\(result.rows.count)"] + marks.map { "\(result.count($0))" })
        return Self.aligned(lines, textColumns: 2)
    }

    /// What the runs were held to; how many to each where they are not of one mind.
    private static func oracle(of rows: [CampaignRow]) -> String {
        let counts = Dictionary(grouping: rows.compactMap(\.expected), by: \.description).mapValues(\.count)
        if counts.count == 1, let only = counts.first { return only.key }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
            .joined(separator: ", ")
    }

    /// What became of each run, and what the service said of it.
    private var runs: String {
        let lines = result.bySpecimen.flatMap(\.rows).map { row in
            [
                row.place, row.mark.rawValue, row.expected?.description ?? "-", row.verdict?.rawValue ?? "-",
                row.order?.description ?? "-", row.note,
            ]
        }
        return Self.aligned([["RUN", "IS", "ORACLE", "VERDICT", "BY HAND", "WHY"]] + lines, textColumns: 6)
    }

    private var omissions: String {
        result.omissions.map { "not tried: \($0)" }.joined(separator: "\n")
    }

    private var troubles: String {
        [CampaignMark.damaging, .mistaken, .notRun].flatMap { mark in
            result.rows.filter { $0.mark == mark }
                .map { "\(mark.rawValue): \($0.place): \($0.note)\(Self.byHand($0, indent: "  "))" }.sorted()
        }.joined(separator: "\n")
    }

    /// Steps at which other valid bytes passed for good: the plan's author may want to look at them.
    private var blindSpots: String {
        let rows = result.rows.filter { $0.mark == .undetectable }
        guard !rows.isEmpty else { return "" }
        return
            "undetectable by \(result.plans.count == 1 ? "this plan" : "these plans") (other bytes that are valid passed for good):\n"
            + rows.map { "  \($0.place)\(Self.byHand($0, indent: "    "))" }.sorted().joined(separator: "\n")
    }

    /// A line of its own.
    private static func byHand(_ row: CampaignRow, indent: String) -> String {
        row.order.map { "\n\(indent)\($0)" } ?? ""
    }

    private var interruption: String {
        let cutOff = result.cutOff.count
        guard cutOff > 0 else { return "" }
        return "Told to end before its time: \(cutOff) of \(result.rows.count + cutOff) runs were not judged."
    }

    private var conclusion: String {
        guard !result.rows.isEmpty else { return "No run was judged." }
        let bad = result.count(.mistaken) + result.count(.damaging)
        let untried = result.count(.notRun)
        if bad > 0 {
            let rest = untried > 0 ? ", and \(untried) could not be carried out" : ""
            return "\(bad) of \(result.rows.count) runs went wrong\(rest)."
        }
        return untried > 0
            ? "No run went wrong, but \(untried) of \(result.rows.count) could not be carried out."
            : "No mistaken and no damaging run."
    }

    static func aligned(_ lines: [[String]], textColumns: Int) -> String {
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = line.enumerated().map { column, text in
                let padding = String(repeating: " ", count: widths[column] - text.count)
                return column < textColumns ? text + padding : padding + text
            }
            let text = cells.joined(separator: "  ")
            return String(text.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
