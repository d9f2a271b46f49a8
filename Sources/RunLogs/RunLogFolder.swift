internal import Glibc
internal import RigModel

/// The two files of a run.
struct RunLogFiles {
    var text: LineFile
    var json: LineFile
    /// Of the readable one, below the root.
    var path: String

    func remove() {
        unlink(json.path)
        unlink(text.path)
    }
}

/// Makes the files of runs, under names that no run had before.
final class RunLogFolder {
    /// Runs of one unit in one minute, more than can be.
    private static let limit = 100_000

    private let tree: LogTree
    private let zone: StationZone
    /// By unit, the last name: in a loop the next number is found at once.
    private var last: [String: (stem: String, number: Int)] = [:]

    init(tree: LogTree, zone: StationZone) {
        self.tree = tree
        self.zone = zone
    }

    /// Makes both, empty. The name is that of the start of the run, whatever day it ends on; a second run of that minute
    /// gets `-2`.
    func makeFiles(for header: LogHeader, format: LineFormat) throws(RunLogError) -> RunLogFiles {
        let start = zone.civil(header.startedAt)
        let stem = "\(try tree.makeDay(of: header.bib, start))/\(LogNames.run(of: header, at: start))"
        let unit = "\(header.bib)/\(header.instance)"
        var number = last[unit].flatMap { $0.stem == stem ? $0.number + 1 : nil } ?? 1
        while number < Self.limit {
            let path = number == 1 ? stem : "\(stem)-\(number)"
            if let files = try makeFiles(path, format) {
                last[unit] = (stem, number)
                return files
            }
            number += 1
        }
        throw .cannotOpen(path: tree.absolute("\(stem).log"), reason: "too many files of this name")
    }

    /// - Returns: nil where one of the names is taken.
    private func makeFiles(_ path: String, _ format: LineFormat) throws(RunLogError) -> RunLogFiles? {
        guard let text = try LineFile(creating: tree.absolute("\(path).log"), loss: format.lossText) else { return nil }
        do throws(RunLogError) {
            if let json = try LineFile(creating: tree.absolute("\(path).jsonl"), loss: format.lossJSON) {
                return RunLogFiles(text: text, json: json, path: "\(path).log")
            }
            unlink(text.path)
            return nil
        } catch {
            unlink(text.path)
            throw error
        }
    }
}
