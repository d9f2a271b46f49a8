internal import RigModel

/// Numbers as reports write them.
enum ReportNumbers {
    /// Seconds with milliseconds, `1.204`; never negative.
    static func seconds(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.milliseconds)
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    /// `31 ms`, `3.2 s`, `2 m 05 s`.
    static func duration(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.milliseconds)
        switch milliseconds {
        case ..<1_000: return "\(milliseconds) ms"
        case ..<60_000: return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
        default:
            let seconds = milliseconds / 1_000
            return "\(seconds / 60) m \(seconds % 60 < 10 ? "0" : "")\(seconds % 60) s"
        }
    }

    /// Without the `.0` of a whole number.
    static func plain(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension MeasurementRecord {
    /// What is good: `3.2 to 3.4 V`, `at least 3.2 V`; empty where there is no limit.
    var limits: String {
        let unit = unit.isEmpty ? "" : " \(unit)"
        return switch (min, max) {
        case (let min?, let max?): "\(ReportNumbers.plain(min)) to \(ReportNumbers.plain(max))\(unit)"
        case (let min?, nil): "at least \(ReportNumbers.plain(min))\(unit)"
        case (nil, let max?): "at most \(ReportNumbers.plain(max))\(unit)"
        case (nil, nil): ""
        }
    }

    /// `3.31 V`; the text in quotes where it is no number.
    var reading: String {
        guard let value else { return "'\(text)', not a number" }
        return ReportNumbers.plain(value) + (unit.isEmpty ? "" : " \(unit)")
    }
}
