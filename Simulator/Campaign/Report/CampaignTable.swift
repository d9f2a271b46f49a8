internal import BoardModel
internal import RigModel

/// A campaign's result for people: a line for each fault, and a sentence for each run that needs one.
public struct CampaignTable: Sendable {
    private let result: CampaignResult

    public init(_ result: CampaignResult) { self.result = result }

    public var text: String {
        let parts = [heading, table, troubles, blindSpots, interruption, conclusion].filter { !$0.isEmpty }
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
        for (specimen, rows) in bySpecimen {
            let counts = marks.map { mark in rows.count { $0.mark == mark } }
            lines.append(
                [specimen.text, "\(specimen.entry.oracle)", "\(rows.count)"] + counts.map { $0 == 0 ? "-" : "\($0)" })
        }
        lines.append(["all", "", "\(result.rows.count)"] + marks.map { "\(result.count($0))" })
        return Self.aligned(lines, textColumns: 2)
    }

    /// In the order of the catalogue.
    private var bySpecimen: [(Specimen, [CampaignRow])] {
        let grouped = Dictionary(grouping: result.rows, by: \.job.specimen)
        return Specimen.all.compactMap { specimen in grouped[specimen].map { (specimen, $0) } }
    }

    private var troubles: String {
        [CampaignMark.damaging, .mistaken, .notRun].flatMap { mark in
            result.rows.filter { $0.mark == mark }.map { "\(mark.rawValue): \(Self.place($0)): \($0.note)" }.sorted()
        }.joined(separator: "\n")
    }

    /// Steps at which other valid bytes passed for good: the plan's author may want to look at them.
    private var blindSpots: String {
        let rows = result.rows.filter { $0.mark == .undetectable }
        guard !rows.isEmpty else { return "" }
        return
            "undetectable by \(result.plans.count == 1 ? "this plan" : "these plans") (other bytes that are valid passed for good):\n"
            + rows.map { "  \(Self.place($0))" }.sorted().joined(separator: "\n")
    }

    private var interruption: String {
        guard result.cutOff > 0 else { return "" }
        let all = result.rows.count + result.cutOff
        return "Told to end before its time: \(result.cutOff) of \(all) runs were not judged."
    }

    private var conclusion: String {
        let bad = result.count(.mistaken) + result.count(.damaging)
        if bad > 0 { return "\(bad) of \(result.rows.count) runs went wrong." }
        let untried = result.count(.notRun)
        return untried > 0
            ? "No run went wrong, but \(untried) of \(result.rows.count) could not be carried out."
            : "No mistaken and no damaging run."
    }

    private static func place(_ row: CampaignRow) -> String {
        "\(row.job.specimen) at \(row.job.bib) \(row.job.target.uut) \(row.job.target.step)"
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
