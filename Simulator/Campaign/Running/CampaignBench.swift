internal import BoardModel
internal import FoundationEssentials
internal import World

/// A bench as a campaign sets it up: the same boards, no timeline, its own seed and pace, in a folder of its own.
struct CampaignBench: Sendable {
    let bench: Bench
    let folder: String

    /// - Parameter boards: the folder of the boards' scripts.
    init(_ bench: Bench, boards: String, seed: UInt64, scale: Double, in folder: String) throws(CampaignError) {
        self.bench = bench
        self.folder = folder
        do {
            let files = FileManager.default
            try files.createDirectory(atPath: "\(folder)/benches", withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: "\(folder)/boards", withDestinationPath: boards)
            try Data(Self.text(bench.script, seed: seed, scale: scale).utf8).write(
                to: URL(filePath: "\(folder)/\(Self.file)"))
        } catch { throw .folder(path: folder, reason: "\(error)") }
    }

    private static let file = "benches/campaign.yaml"
    var path: String { "\(folder)/\(Self.file)" }

    static func text(_ bench: BenchScript, seed: UInt64, scale: Double) -> String {
        var lines = ["version: 1", "bench: campaign", "seed: \(seed >> 1)", "scale: \(scale)"]
        if !bench.hubs.isEmpty {
            let hubs = bench.hubs.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \(quoted($0.value))" }
            lines.append("hubs: { \(hubs.joined(separator: ", ")) }")
        }
        lines.append("boards:")
        for board in bench.boards {
            var items = ["id: \(quoted(board.id))", "board: \(quoted(board.script))"]
            if let serial = board.serial { items.append("serial: \(quoted(serial))") }
            items.append("path: \(quoted(board.path))")
            if !board.variables.isEmpty {
                let variables = board.variables.sorted { $0.key < $1.key }.map { "\($0.key): \(quoted("\($0.value)"))" }
                items.append("vars: { \(variables.joined(separator: ", ")) }")
            }
            lines.append("  - { \(items.joined(separator: ", ")) }")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
