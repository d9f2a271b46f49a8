internal import StrictYAML

/// Finds a name that is given twice.
struct UniqueNames {
    private let kind: String
    private var lines: [String: Int] = [:]

    init(_ kind: String) { self.kind = kind }

    mutating func add(_ name: String, _ value: YAMLValue) {
        if let line = lines[name] {
            value.report("\(kind) '\(name)' is there already, in line \(line)", hint: "give it a name of its own")
        } else {
            lines[name] = value.location.line
        }
    }
}
