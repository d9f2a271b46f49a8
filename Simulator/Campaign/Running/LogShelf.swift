internal import FoundationEssentials
internal import RigModel

/// Finds the logs of runs in a service's state, in the form for programs.
actor LogShelf {
    private let folder: String
    private var paths: [ExecutionID: String] = [:]
    private var seen: Set<String> = []

    init(state: String) { folder = "\(state)/logs" }

    /// The log's content; nil where there is none.
    func log(of run: ExecutionID) -> [UInt8]? {
        if paths[run] == nil { look() }
        return paths[run].flatMap { FileManager.default.contents(atPath: $0) }.map(Array.init)
    }

    private func look() {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasSuffix(".jsonl") && !seen.contains(name) {
            let path = "\(folder)/\(name)"
            guard let content = FileManager.default.contents(atPath: path),
                let line = content.split(separator: UInt8(ascii: "\n")).first,
                let header = try? JSONDecoder().decode(Header.self, from: Data(line))
            else { continue }
            seen.insert(name)
            paths[header.executionId] = path
        }
    }

    private struct Header: Decodable { let executionId: ExecutionID }
}
