/// The table of a campaign, read again.
struct CampaignTableText {
    /// A line of it, by its head.
    struct Row {
        let cells: [String: String]
        /// Without what chance decides.
        var certain: [String: String] {
            let oracle = cells["ORACLE"] ?? ""
            let isCertain = !oracle.isEmpty && !oracle.contains("in-band") && !oracle.contains(" or ")
            return cells.filter { isCertain || !["DETECTED", "TRANSPARENT", "UNDETECTABLE"].contains($0.key) }
        }
    }
    let rows: [Row]
    /// What was not tried, each with its reason.
    let omissions: [String]

    init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let head = "not tried: "
        omissions = lines.filter { $0.hasPrefix(head) }.map { String($0.dropFirst(head.count)) }
        guard let start = lines.firstIndex(where: { $0.hasPrefix("FAULT  ") }) else {
            rows = []
            return
        }
        func cells(_ line: String) -> [String] {
            line.replacing(#/ {2,}/#, with: "\t").split(separator: "\t").map(String.init)
        }
        let heads = cells(lines[start])
        rows = lines[(start + 1)...].prefix { !$0.isEmpty }.map { line in
            var found = cells(line)
            // Of all together there is no oracle.
            if found.count == heads.count - 1 { found.insert("", at: 1) }
            return Row(cells: Dictionary(zip(heads, found)) { first, _ in first })
        }
    }

    /// At how many steps a fault had no words of the unit's own: `FAULT at BIB UUT STEP, STEP: reason`.
    func missing(_ fault: String) -> Int {
        let head = "\(fault) at "
        return omissions.filter { $0.hasPrefix(head) }
            .reduce(0) { $0 + $1.dropFirst(head.count).prefix { $0 != ":" }.split(separator: ", ").count }
    }
}
