public import RigModel
public import StrictYAML

/// Reads plan files (`bibs/<bib>.yaml`, format in `portpool help plan`).
///
/// What it returns is whole and consistent: every pattern compiles, every port, step and capture that is named exists.
/// What it cannot carry out it refuses; no key is ever ignored.
public struct PlanLoader: Sendable {
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
    /// - Throws: every error of the file at once.
    public func load(_ bytes: [UInt8], file: String) throws(YAMLProblems) -> Plan {
        let hash = hash(bytes)
        return try YAMLDocument(bytes: bytes, file: file).decode(version: 1) { map in
            PlanReader(stem: PlanFile.stem(of: file), hash: hash).read(map)
        }
    }
}
