import Foundation
import Recording
import RigModel

/// Makes a script of the logs of runs.
struct RecordedLogs {
    let paths: [String]
    let of: String?
    let options: RecordedOptions

    func script() throws -> RecordedScript {
        let files = try paths.flatMap(files)
        let logs = try BoardLogs(
            files.map { try RunLog(content(of: $0), path: $0) }, of: of)
        guard let bib = logs.bib, let last = logs.lastChannel else { throw RecordingError.nothing }
        let recording = logs.recording(as: options.board ?? bib, usb: try options.usb(product: bib, last: last))
        return try RecordedScript(
            recording, source: "\(logs.count) run\(logs.count == 1 ? "" : "s") of the plan \(bib)", pause: options.pause
        )
    }

    /// The logs in a folder and all below it, or the one log.
    private func files(_ path: String) throws -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RecordingError.unreadable(path: path, reason: "there is no such file or folder")
        }
        guard isFolder else { return [path] }
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
        let logs = names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(path)/\($0)" }
        guard !logs.isEmpty else { throw RecordingError.noLog(path: path) }
        return logs
    }

    private func content(of path: String) throws -> [UInt8] {
        do { return Array(try Data(contentsOf: URL(filePath: path))) } catch {
            throw RecordingError.unreadable(path: path, reason: error.localizedDescription)
        }
    }
}
