internal import BoardModel
internal import RigModel

/// A campaign's result as JUnit XML: a suite for each fault, a case for each run, those that its early end has cut off
/// among them.
public struct CampaignJUnit: Sendable {
    private let result: CampaignResult

    public init(_ result: CampaignResult) { self.result = result }

    public var text: String {
        let all = result.rows + result.cutOff
        let suites = Dictionary(grouping: all, by: \.job.specimen.text).sorted { $0.key < $1.key }
        let bad = result.count(.mistaken) + result.count(.damaging)
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            "<testsuites name=\"\(Self.escaped("campaign \(result.plans.joined(separator: " "))"))\" "
                + "tests=\"\(all.count)\" failures=\"\(bad)\" skipped=\"\(all.count { $0.mark == .notRun })\" "
                + "time=\"\(Self.seconds(result.duration))\">",
        ]
        for (name, rows) in suites {
            lines.append(
                "  <testsuite name=\"\(Self.escaped(name))\" tests=\"\(rows.count)\" "
                    + "failures=\"\(rows.count { $0.mark.isBad })\" skipped=\"\(rows.count { $0.mark == .notRun })\">")
            lines += rows.sorted { Self.name($0) < Self.name($1) }.map(Self.testCase)
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }

    private static func testCase(_ row: CampaignRow) -> String {
        let head =
            "    <testcase classname=\"\(escaped(row.job.specimen.text))\" name=\"\(escaped(name(row)))\" "
            + "time=\"\(seconds(row.duration))\""
        switch row.mark {
        case .mistaken, .damaging:
            return head + "><failure type=\"\(row.mark.rawValue)\" message=\"\(escaped(row.account))\"/></testcase>"
        case .notRun: return head + "><skipped message=\"\(escaped(row.note))\"/></testcase>"
        case .detected, .transparent, .undetectable:
            return head + "><system-out>\(escaped("\(row.mark.rawValue): \(row.account)"))</system-out></testcase>"
        }
    }

    private static func name(_ row: CampaignRow) -> String {
        "\(row.job.bib).\(row.job.target.uut).\(row.job.target.step)"
    }

    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        let rest = "\(milliseconds % 1000)"
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    /// Characters that XML 1.0 cannot have at all become U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t", "\r": escaped += "&#\(scalar.value);"
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
