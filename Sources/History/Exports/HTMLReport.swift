internal import RigModel

/// Runs as one HTML page that needs nothing beside itself: no script, no picture, no network. It is readable on a phone,
/// in the dark and on paper, and what a unit said is only ever text in it.
struct HTMLReport: RunReport {
    private let labels: ExportLabels
    private let isOfOneRun: Bool
    private var counts: [Verdict: Int] = [:]
    private var unfinished = 0

    init(_ labels: ExportLabels, isOfOneRun: Bool) {
        self.labels = labels
        self.isOfOneRun = isOfOneRun
    }

    var head: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(HTMLStyle.policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(isOfOneRun ? "Test report" : "Test reports") of \(Markup.text(labels.station))</title>
        <style>\(HTMLStyle.css)</style>
        </head>
        <body>
        <header class="page"><h1>\(isOfOneRun ? "Test report" : "Test reports")</h1>\
        <p>Station \(Markup.text(labels.station)), times in \(Markup.text(labels.zone.name))</p></header>
        <main>

        """
    }

    mutating func piece(of run: ExecutionDetail) -> String {
        if let verdict = run.result?.verdict { counts[verdict, default: 0] += 1 } else { unfinished += 1 }
        return HTMLRun(run, zone: labels.zone, isOpen: isOfOneRun).html
    }

    /// The counts are known at the end only; the style shows them on top.
    var tail: String {
        let total = counts.values.reduce(unfinished, +)
        var html = "</main>\n"
        if !isOfOneRun {
            html += "<section class=\"summary\"><h2>\(total == 1 ? "1 run" : "\(total) runs")</h2>"
            for (verdict, count) in counts.sorted(by: { $0.key < $1.key }) {
                html += " <span class=\"\(verdict.htmlClass)\"><b>\(count)</b> "
                html += "<span class=\"verdict\">\(verdict.rawValue)</span></span>"
            }
            if unfinished > 0 { html += " <span class=\"open\"><b>\(unfinished)</b> not ended</span>" }
            html += "</section>\n"
        }
        return html + "</body>\n</html>\n"
    }
}

extension Verdict {
    var htmlClass: String { rawValue.lowercased() }
}
