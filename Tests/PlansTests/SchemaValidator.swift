import Foundation
import Plans

@testable import StrictYAML

/// Holds plans against their JSON Schema, by Python's jsonschema: a validator that knows nothing of ours.
struct SchemaValidator {
    struct Missing: Error, CustomStringConvertible {
        let said: String
        var description: String {
            "no python3 with jsonschema was found; run scripts/setup --tests (on Debian: apt-get install "
                + "python3-jsonschema). It said: \(said)"
        }
    }

    private static let program = """
        import json, sys
        import jsonschema
        data = json.load(sys.stdin)
        validator = jsonschema.Draft202012Validator
        validator.check_schema(data["schema"])
        found = {}
        for name, plan in data["plans"].items():
            errors = sorted(e.json_path + ": " + e.message for e in validator(data["schema"]).iter_errors(plan))
            if errors:
                found[name] = errors
        print(json.dumps(found))
        """

    /// By the name of each plan that does not fit, why not.
    func complaints(about plans: [String: String]) async throws -> [String: [String]] {
        let schema = try JSONSerialization.jsonObject(with: Data(PlanSchema.text.utf8))
        let input = try JSONSerialization.data(
            withJSONObject: ["schema": schema, "plans": try plans.mapValues { try Self.json($0) }])
        let file = FileManager.default.temporaryDirectory.appending(path: "schema-\(UUID()).json")
        try input.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var said = ""
        // The one that comes with Debian knows Debian's packages; another may come first on the path.
        for python in ["python3", "/usr/bin/python3"] {
            let result = try await Self.run(python, input: file)
            if result.status == 0 {
                return try JSONDecoder().decode([String: [String]].self, from: result.output)
            }
            said = result.error
        }
        throw Missing(said: said)
    }

    private static func run(
        _ python: String, input: URL
    ) async throws -> (status: Int32, output: Data, error: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, "-c", program]
        let folder = FileManager.default.temporaryDirectory
        let output = folder.appending(path: "schema-\(UUID()).out"),
            error = folder.appending(path: "schema-\(UUID()).err")
        for file in [output, error] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        defer { for file in [output, error] { try? FileManager.default.removeItem(at: file) } }
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        return (status, try Data(contentsOf: output), String(decoding: try Data(contentsOf: error), as: UTF8.self))
    }

    /// YAML as an editor reads it: plain scalars are numbers and words where YAML 1.2 says so.
    private static func json(_ text: String) throws -> Any {
        // A file without a version, or with another, is held against the schema as well.
        let body = text.replacing(/^\u{FEFF}/, with: "").split(separator: "\n", omittingEmptySubsequences: false)
        let wrapped = "version: 1\nplan:\n" + body.map { "  \($0)" }.joined(separator: "\n")
        return try YAMLDocument(text: wrapped, file: "plan.yaml").decode(version: 1) { $0["plan"].map(json) }
    }

    private static func json(_ value: YAMLValue) -> Any {
        if value.isMapping {
            let pairs = value.mapping { $0.pairs() } ?? []
            return Dictionary(uniqueKeysWithValues: pairs.map { ($0.key.text, json($0.value)) })
        }
        if value.isList { return (value.list() ?? []).map { json($0) } }
        guard case .scalar(let text, let style) = value.node.content else { return NSNull() }
        if style != .plain { return text }
        switch text {
        case "", "null", "~": return NSNull()
        case "true": return true
        case "false": return false
        default: break
        }
        if text.wholeMatch(of: /[-+]?[0-9]+/) != nil, let number = Int(text) { return number }
        let isDecimal = text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil
        if isDecimal, let number = Double(text) { return number }
        return text
    }
}
