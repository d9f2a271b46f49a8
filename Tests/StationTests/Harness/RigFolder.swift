import Foundation

/// A folder of one test's own, for state, plans and sockets.
struct RigFolder: Sendable {
    /// The repository's plans, boards and benches.
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Fixtures").standardized.path()

    /// Below /tmp, whatever TMPDIR says: a socket's path must be short.
    let path: String

    init() throws {
        var template = Array("/tmp/station-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = String(cString: made)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    func text(of file: String) -> String { (try? String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)) ?? "" }

    /// Writes a file, with the folders above it.
    /// - Returns: its path.
    @discardableResult func write(_ text: String, to file: String) throws -> String {
        let url = URL(filePath: "\(path)/\(file)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path()
    }

    /// Writes a copy of a file of `Fixtures`.
    func copy(_ fixture: String, to file: String) throws {
        try write(String(contentsOfFile: "\(Self.fixtures)/\(fixture)", encoding: .utf8), to: file)
    }
}
