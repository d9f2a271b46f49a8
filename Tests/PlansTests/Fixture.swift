import FoundationEssentials
import Plans

/// Files of the folder `Fixtures`.
enum Fixture {
    static let folder: String = {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return tests.joined(separator: "/") + "/Fixtures"
    }()

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
    }
    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    /// The stems of a folder's files of a kind, sorted.
    static func stems(in path: String, ending suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)")
            .filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    }

    /// The content's length stands for its hash.
    static let loader = PlanLoader { bytes in "\(bytes.count)" }
}
