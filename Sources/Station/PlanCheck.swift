import Crypto
import Foundation
import Plans
import RigModel
import StrictYAML

/// What `portpool validate` finds in one file.
public struct PlanCheck: Codable, Sendable {
    public let file: String
    /// `file:line:column: what`, all of them; empty where the file is valid.
    public let errors: [String]
    /// What the plan holds; nil where it is not valid.
    public let summary: String?

    public init(file: String) {
        self.file = file
        guard let bytes = FileManager.default.contents(atPath: file) else {
            errors = ["\(file):1:1: the file cannot be read; is the path right?"]
            summary = nil
            return
        }
        do throws(YAMLProblems) {
            let plan = try PlanLoader.station.load(Array(bytes), file: file)
            errors = []
            let steps = plan.uuts.map { $0.start.steps.count + $0.test.steps.count + $0.stop.steps.count }.reduce(0, +)
            summary = "valid: \(plan.uuts.count) units, \(steps) steps"
        } catch {
            errors = error.diagnostics.map(\.description)
            summary = nil
        }
    }
}

extension PlanLoader {
    /// Names content by its SHA-256.
    static let station = PlanLoader { bytes in
        VisibleBytes.hex(SHA256.hash(data: bytes))
    }
}
