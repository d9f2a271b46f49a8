internal import RigModel

/// A run in an HTML report.
struct HTMLRun {
    let html: String

    /// - Parameter isOpen: show the steps of a good run without being asked; those of any other run are shown anyway.
    init(_ run: ExecutionDetail, zone: StationZone, isOpen: Bool) {
        let (request, result) = (run.request, run.result)
        let verdict = result?.verdict
        let tone = verdict?.htmlClass ?? "open"
        let why = result?.explanation ?? "This run has not ended: it has no verdict yet."
        var html = """
            <article class="\(tone)" id="\(Markup.text(request.id.rawValue))">
            <div class="top"><p class="verdict">\(verdict?.rawValue ?? "NOT ENDED")</p>
            <h2>\(Markup.text(request.instance.rawValue)) <span class="of">of \(Markup.text(request.bib.rawValue))</span></h2>
            <p>\(Markup.text(why))</p></div>
            <dl class="facts">

            """
        for (name, value) in Self.facts(of: run, zone: zone) where !value.isEmpty {
            html += "<div><dt>\(name)</dt><dd>\(Markup.text(value))</dd></div>\n"
        }
        html += "</dl>\n"
        if run.steps.isEmpty {
            html += "<p class=\"of\">No step was done.</p>\n"
        } else {
            let isShown = isOpen || verdict != .pass
            html +=
                "<details\(isShown ? " open" : "")><summary>\(run.steps.count) of \(request.stepCount) steps</summary>\n"
            html += Self.table(of: run.steps)
            html += "</details>\n"
        }
        self.html = html + "</article>\n"
    }

    private static func facts(of run: ExecutionDetail, zone: StationZone) -> [(String, String)] {
        let (request, result) = (run.request, run.result)
        return [
            ("Serial", result?.unitSerial ?? ""),
            ("Started", run.startedAt.map(zone.rfc3339) ?? "never"),
            ("Took", result.map { ReportNumbers.duration($0.duration) } ?? ""),
            ("Board", request.board.rawValue),
            ("Ports", request.ports.map { "\($0.alias) = \($0.port)" }.joined(separator: ", ")),
            ("Resources", request.resources.map(\.rawValue).joined(separator: ", ")),
            ("Asked by", request.origin),
            ("Priority", request.priority == 0 ? "" : "\(request.priority)"),
            ("Recovers", request.recovers?.rawValue ?? ""),
            ("Plan", String(request.planHash.prefix(12))),
            ("Execution", request.id.rawValue),
        ]
    }

    private static func table(of steps: [StepRecord]) -> String {
        var html = """
            <table>
            <thead><tr><th scope="col">Verdict</th><th scope="col">Step</th><th scope="col">What happened</th>\
            <th scope="col" class="took">Took</th></tr></thead>
            <tbody>

            """
        var place: (Phase, Int)?
        for step in steps {
            let (phase, pass) = (step.position.phase, step.position.iteration)
            if place.map({ $0 != (phase, pass) }) ?? true {
                place = (phase, pass)
                let name = phase.rawValue + (pass > 1 ? ", pass \(pass)" : "")
                html += "<tr class=\"phase\"><th colspan=\"4\" scope=\"rowgroup\">\(name)</th></tr>\n"
            }
            html += HTMLStep(step).html
        }
        return html + "</tbody>\n</table>\n"
    }
}
