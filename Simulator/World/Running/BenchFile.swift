public import BoardModel
import FoundationEssentials
import StrictYAML

/// Finds and reads a bench with the scripts of its boards.
public enum BenchFile {
    /// Where a bench that is given by name is looked for, below the working folder.
    public static let folder = "Fixtures/benches"

    /// Reads a bench and, from `../boards` beside it, its boards.
    /// - Parameter nameOrPath: a path, or the name of a file in `folder` without its ending.
    /// - Parameter transport: that is to show its boards' faults.
    /// - Throws: `bench` with everything that is wrong, as file:line:column where that is known.
    public static func load(_ nameOrPath: String, on transport: FaultTransport = .world) throws(WorldError) -> Bench {
        let path = try find(nameOrPath)
        let script = try read(path) { text throws in try BenchScript(yaml: text, file: path) }
        let slash = path.lastIndex(of: "/")
        let boardFolder = (slash.map { String(path[...$0]) } ?? "") + "../boards"
        var boards: [String: BoardScript] = [:]
        var problems: [String] = []
        for name in script.scriptNames {
            let file = simplified("\(boardFolder)/\(name).yaml")
            do {
                boards[name] = try read(file) { text throws in try BoardScript(yaml: text, file: file) }
            } catch {
                problems.append("\(error)")
            }
        }
        guard problems.isEmpty else { throw .bench(problems.joined(separator: "\n")) }
        let bench = try Bench(script: script, boards: boards)
        try bench.check(on: transport)
        return bench
    }

    private static func find(_ nameOrPath: String) throws(WorldError) -> String {
        let candidates = [nameOrPath, "\(folder)/\(nameOrPath).yaml"]
        for path in candidates where FileTree.kind(of: path) == .file { return path }
        if case .link = FileTree.kind(of: nameOrPath), FileTree.exists(nameOrPath) { return nameOrPath }
        let files = FileTree.names(in: folder).filter { $0.hasSuffix(".yaml") }
        let known = files.map { String($0.dropLast(5)) }.sorted()
        let near = suggestion(for: nameOrPath, from: known).map { "; \($0)" } ?? ""
        let others = known.isEmpty ? "" : "; there are \(known.joined(separator: ", "))"
        throw .bench("no bench \(nameOrPath): neither a file nor a name in \(folder)\(near)\(others)")
    }

    private static func read<Script>(_ path: String, as parse: (String) throws -> Script) throws(WorldError) -> Script {
        let text: String
        do {
            text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            throw .bench("\(path): cannot be read; a bench's boards are in ../boards beside it")
        }
        do { return try parse(text) } catch { throw .bench("\(error)") }
    }

    /// `a/benches/../boards/x` as `a/boards/x`.
    private static func simplified(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
