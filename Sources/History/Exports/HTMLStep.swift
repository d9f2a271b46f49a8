internal import RigModel

/// A step in an HTML report: a row of the run's table.
struct HTMLStep {
    /// What is shown of the bytes of an attempt.
    private static let shownBytes = 16_384

    let html: String

    init(_ step: StepRecord) {
        var html = """
            <tr class="\(step.verdict.htmlClass)"><td class="verdict">\(step.verdict.rawValue)</td>\
            <td class="id">\(Markup.text(step.stepID))</td><td class="what"><p>\(Markup.text(step.explanation))</p>
            """
        if !step.hints.isEmpty {
            html += "<ul class=\"hints\">" + step.hints.map { "<li>\(Markup.text($0))</li>" }.joined() + "</ul>\n"
        }
        for measurement in step.measurements { html += Self.measure(measurement) }
        if !step.attempts.isEmpty {
            let count = step.attempts.count
            html += "<details\(step.verdict > .warn ? " open" : "")><summary>"
            html += "\(count == 1 ? "bytes" : "\(count) attempts") on \(Markup.text(step.port.rawValue))</summary>\n"
            for attempt in step.attempts { html += Self.attempt(attempt, of: count) }
            html += "</details>"
        }
        html += "</td><td class=\"took\">\(ReportNumbers.duration(step.duration))</td></tr>\n"
        self.html = html
    }

    private static func attempt(_ attempt: AttemptRecord, of count: Int) -> String {
        var html = "<div class=\"attempt\">"
        if count > 1 {
            html += "<p>Attempt \(attempt.number), \(Markup.text(attempt.outcome.name)) after "
            html += "\(ReportNumbers.duration(attempt.duration)): \(Markup.text(attempt.explanation))</p>"
        }
        html += "<dl class=\"bytes\">"
        for (name, bytes) in [
            ("discarded", attempt.discarded), ("sent", attempt.sent), ("received", attempt.received),
            ("left over", attempt.leftOver),
        ] where !bytes.isEmpty || name == "received" {
            let text = bytes.isEmpty ? "nothing" : "\(VisibleExcerpt(bytes, limit: shownBytes))"
            html += "<dt>\(name)</dt><dd>\(Markup.text(text))</dd>"
        }
        return html + "</dl></div>\n"
    }

    private static func measure(_ measurement: MeasurementRecord) -> String {
        var html = "<div class=\"measure \(measurement.level.verdict.htmlClass)\">\(Markup.text(measurement.name)) = "
        html += "<b>\(Markup.text(measurement.reading))</b>"
        if let gauge = gauge(measurement) { html += gauge }
        if !measurement.limits.isEmpty {
            html += "<span class=\"limits\">\(Markup.text(measurement.limits))</span>"
        }
        if measurement.level > .pass { html += "<b>\(measurement.level.rawValue)</b>" }
        return html + "</div>\n"
    }

    /// Where a value lies between its limits: they are at 20 and 100 of 120, and what is far outside is at the edge.
    private static func gauge(_ measurement: MeasurementRecord) -> String? {
        guard let value = measurement.value, let min = measurement.min, let max = measurement.max, value.isFinite,
            (max - min).isFinite, max > min
        else { return nil }
        let place = Swift.min(117, Swift.max(3, 20 + 80 * (value - min) / (max - min)))
        let left = (place * 10).rounded() / 10 - 2
        return """
            <svg class="gauge" viewBox="0 0 120 14" role="img" aria-label="the value between its limits">\
            <rect class="rail" y="6" width="120" height="2"/><rect class="band" x="20" y="4" width="80" height="6"/>\
            <rect class="mark" x="\(ReportNumbers.plain(left))" width="4" height="14" rx="2"/></svg>
            """
    }
}
