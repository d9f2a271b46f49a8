public import RigModel
public import StrictYAML

/// Reads plan files (`bibs/<bib>.yaml`, format in `portpool help plan`).
///
/// What it returns is whole and consistent: every pattern and condition compiles, every port, step, resource and capture
/// that is named exists. No key is ever ignored.
public struct PlanLoader: Sendable {
    /// Larger files are not plans.
    public static let sizeLimit = 1 << 20

    private let hash: @Sendable ([UInt8]) -> String

    /// - Parameter hash: names a file's content in every result: lower-case hex SHA-256 of its bytes.
    public init(hash: @escaping @Sendable ([UInt8]) -> String) {
        self.hash = hash
    }

    /// Reads one plan.
    ///
    /// - Parameters:
    ///   - bytes: the file's content, UTF-8.
    ///   - file: its path, as messages name it; the stem must be the BIB's id.
    ///   - folder: where files are that its steps send; nil for the plan's own.
    /// - Throws: every error of the file at once.
    public func load(_ bytes: [UInt8], file: String, folder: String? = nil) throws(YAMLProblems) -> Plan {
        try inspect(bytes, file: file, folder: folder).plan
    }

    /// Reads one plan, and keeps where its parts stand, so that it can be looked over: ``InspectedPlan/findings``.
    public func inspect(
        _ bytes: [UInt8], file: String, folder: String? = nil
    ) throws(YAMLProblems) -> InspectedPlan {
        guard bytes.count <= Self.sizeLimit else {
            let start = SourceLocation(file: file, line: 1, column: 1)
            let hint = "a plan has at most \(Self.sizeLimit)"
            throw YAMLProblems([Diagnostic("the file has \(bytes.count) bytes", at: start, hint: hint)])
        }
        let files = AttachedFiles(folder: folder ?? PlanFile.folder(of: file))
        let document = YAMLDocument(bytes: bytes, file: file)
        var reading = try document.decode(version: 1) { map in
            PlanReader(stem: PlanFile.stem(of: file), files: files).read(map)
        }
        reading.plan.hash = digest(of: bytes, sending: reading.plan.sentFiles)
        return InspectedPlan(plan: reading.plan, places: reading.places, quotes: QuoteLint.findings(in: document))
    }

    /// Files that a plan sends are part of its content: what they hold is listed behind its text as `sha256sum` lists
    /// it, so that anybody can find the hash again: `(cat demo.yaml; sha256sum a.bin b.bin) | sha256sum`.
    private func digest(of bytes: [UInt8], sending files: [(name: String, content: [UInt8])]) -> String {
        guard !files.isEmpty else { return hash(bytes) }
        return hash(bytes + files.flatMap { Array("\(hash($0.content))  \($0.name)\n".utf8) })
    }
}

extension Plan {
    /// The files that its steps send, in the order of the plan, each once.
    public var sentFiles: [(name: String, content: [UInt8])] {
        var files: [(name: String, content: [UInt8])] = []
        for step in uuts.flatMap({ $0.start.steps + $0.test.steps + $0.stop.steps }) {
            guard case .sendFile(let name, let content) = step.action else { continue }
            if !files.contains(where: { $0.name == name }) { files.append((name, content)) }
        }
        return files
    }
}
