import Foundation

/// The log of a run as a technician finds it in the tree.
struct RunLogFile: Sendable {
    /// Below the log folder.
    let path: String
    let text: String

    /// All logs of runs in a tree.
    static func all(in folder: String) throws -> [RunLogFile] {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return try paths.filter { path in
            path.hasPrefix("BIB_") && path.hasSuffix(".log") && !path.contains("/latest/") && !path.contains("summary")
        }.map { RunLogFile(path: $0, text: try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) }
    }

    /// What the links in `latest/` lead to: link to file, both below the log folder.
    static func latest(in folder: String) throws -> [String: String] {
        var links: [String: String] = [:]
        for bib in try FileManager.default.contentsOfDirectory(atPath: folder) where bib.hasPrefix("BIB_") {
            let latest = "\(folder)/\(bib)/latest"
            for name in try FileManager.default.contentsOfDirectory(atPath: latest) where name.hasSuffix("_current.log")
            {
                let target = try FileManager.default.destinationOfSymbolicLink(atPath: "\(latest)/\(name)")
                links["\(bib)/latest/\(name)"] = "\(bib)/\(target.dropFirst("../".count))"
            }
        }
        return links
    }

    /// The value of a line `# key   value`; the last where there are several.
    subscript(key: String) -> String? {
        text.split(separator: "\n").last { $0.hasPrefix("# \(key) ") }
            .map { $0.dropFirst(key.count + 2).trimmingCharacters(in: .whitespaces) }
    }

    /// The footer's; nil where the log is not sealed.
    var verdict: String? { self["sealed"] == nil ? nil : self["verdict"] }
}
