internal import Foundation
internal import RigModel

/// A campaign's result for programs: one JSON object.
public struct CampaignJSON: Sendable {
    private struct Report: Encodable {
        let plans: [String]
        let bench: String
        let seed: UInt64
        let seconds: Double
        /// By mark.
        let counts: [String: Int]
        let runs: [Run]
        let notTried: [String]
        /// Runs that were not judged because the campaign was told to end.
        let cutOff: [Run]
    }
    private struct Run: Encodable {
        let fault: String
        let bib: String
        let uut: String
        let step: String
        /// What the run was held to; absent where nobody came to it.
        let oracle: String?
        let mark: String
        let verdict: String?
        let note: String
        /// The command that strikes with the same; absent where nobody came to it.
        let byHand: String?
        let seconds: Double
    }

    private let result: CampaignResult

    public init(_ result: CampaignResult) { self.result = result }

    public var text: String {
        get throws {
            let report = Report(
                plans: result.plans, bench: result.bench, seed: result.seed, seconds: Self.seconds(result.duration),
                counts: Dictionary(uniqueKeysWithValues: CampaignMark.allCases.map { ($0.rawValue, result.count($0)) }),
                runs: result.bySpecimen.flatMap(\.rows).map(Self.run), notTried: result.omissions,
                cutOff: result.cutOff.map(Self.run))
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return String(decoding: try encoder.encode(report), as: UTF8.self)
        }
    }

    private static func run(_ row: CampaignRow) -> Run {
        Run(
            fault: row.job.specimen.text, bib: row.job.bib.rawValue, uut: row.job.target.uut.rawValue,
            step: row.job.target.step, oracle: row.expected?.description, mark: row.mark.rawValue,
            verdict: row.verdict?.rawValue, note: row.note,
            byHand: row.order?.description, seconds: seconds(row.duration))
    }

    private static func seconds(_ duration: Duration) -> Double { Double(duration.milliseconds) / 1_000 }
}
