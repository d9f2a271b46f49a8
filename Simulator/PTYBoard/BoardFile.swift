public import BoardModel
internal import FoundationEssentials

/// Finds and reads a board's script.
public enum BoardFile {
    /// Where a board that is given by name is looked for, below the working folder.
    public static let folders = ["Fixtures/boards", "boards"]

    /// - Parameter nameOrPath: a path, or the name of a file in one of ``folders`` without its ending.
    public static func load(_ nameOrPath: String) throws(BoardFileError) -> BoardScript {
        let candidates = [nameOrPath] + folders.map { "\($0)/\(nameOrPath).yaml" }
        guard let path = candidates.first(where: isFile) else {
            throw .notFound(name: nameOrPath, candidates: candidates)
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw .invalid("\(path): the file is not UTF-8; save it as UTF-8")
        }
        do { return try BoardScript(yaml: text, file: path) } catch { throw .invalid("\(error)") }
    }

    /// The names that `load` knows.
    public static var names: [String] {
        let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        return Set(files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }).sorted()
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
    }
}
