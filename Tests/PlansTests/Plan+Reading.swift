import Plans
import RigModel
import StrictYAML

extension Fixture {
    /// A plan from its text.
    static func plan(_ text: String, file: String = "plans/demo.yaml", folder: String? = nil) throws -> Plan {
        try loader.load(Array(text.utf8), file: file, folder: folder)
    }

    /// The messages of a plan that is refused, without the file's name; empty where it is valid.
    static func problems(_ text: String, file: String = "demo.yaml") -> [String] {
        do {
            _ = try loader.load(Array(text.utf8), file: file)
            return []
        } catch {
            return error.diagnostics.map { String($0.description.dropFirst(file.count + 1)) }
        }
    }

    /// What lint finds in a plan, without the file's name.
    static func findings(_ text: String) throws -> [String] {
        try loader.inspect(Array(text.utf8), file: "demo.yaml").findings.map { String($0.description.dropFirst(10)) }
    }

    /// A plan of one unit with these steps of TEST, from line 10 on.
    static func text(steps: String, defaults: String = "{}") -> String {
        """
        version: 1
        bib: demo
        match: { product: "demo" }
        defaults: \(defaults)
        uuts:
          - id: unit
            ports: { ctl: { channel: A }, aux: { channel: B } }
            test:

        """ + steps.indented(by: 6)
    }
}

extension String {
    func indented(by count: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
    }
}
