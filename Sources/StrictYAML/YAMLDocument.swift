/// A YAML file, read strictly: every value has a place, every scalar is text until its reader says what it is, and
/// anchors, aliases, tags and duplicate keys are refused.
///
/// ```swift
/// let plan = try YAMLDocument(text: text, file: "bibs/x.yaml").decode(version: 1) { file in
///     let timeout = file["timeout"]?.duration() ?? .seconds(2)
///     guard let id = file.required("id")?.string() else { return nil }
///     return Thing(id: id, timeout: timeout)
/// }
/// ```
///
/// A reader that cannot go on returns nil; what it called has reported why. It should read everything it can before
/// that, so that all errors are shown at once.
public struct YAMLDocument: Sendable {
    private let root: YAMLNode?
    private let diagnostics: [Diagnostic]

    /// - Parameter file: how messages name the file.
    public init(text: String, file: String) {
        var composer = YAMLComposer(text: text, file: file)
        let root = composer.compose()
        self.init(root: root, diagnostics: composer.diagnostics)
    }

    /// A file's bytes, which must be UTF-8.
    public init(bytes: [UInt8], file: String) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let start = SourceLocation(file: file, line: 1, column: 1)
            self.init(
                root: nil, diagnostics: [Diagnostic("the file is not UTF-8", at: start, hint: "save it as UTF-8")])
            return
        }
        self.init(text: text, file: file)
    }

    private init(root: YAMLNode?, diagnostics: [Diagnostic]) {
        self.root = root
        self.diagnostics = diagnostics
    }

    /// Reads a file that is a mapping which begins with `version: <version>`.
    ///
    /// - Throws: ``YAMLProblems`` with all errors of the file. A file of another version gives that one error only.
    public func decode<Value>(version: Int, _ read: (YAMLMapping) -> Value?) throws(YAMLProblems) -> Value {
        let problems = ProblemLog()
        problems.report(diagnostics)
        guard let root else { throw YAMLProblems(problems.diagnostics) }
        let value = YAMLValue(node: root, name: "the file", problems: problems)
        var otherVersion = false
        let result = value.mapping { map -> Value? in
            guard Self.check(version, of: map) else {
                otherVersion = true
                map.acceptAllKeys()
                return nil
            }
            return read(map)
        }
        if otherVersion, let error = problems.diagnostics.last { throw YAMLProblems([error]) }
        guard let result, problems.diagnostics.isEmpty else {
            if problems.diagnostics.isEmpty { problems.report("the file cannot be used", at: root.location) }
            throw YAMLProblems(problems.diagnostics)
        }
        return result
    }

    private static func check(_ version: Int, of map: YAMLMapping) -> Bool {
        guard let value = map["version"] else {
            map.report("'version' is missing", hint: "begin the file with 'version: \(version)'")
            return false
        }
        guard value.isScalar, value.integerQuietly == version else {
            value.report("this program reads version \(version)", hint: "write 'version: \(version)'")
            return false
        }
        if map.firstKey != "version" {
            value.report("'version' is not the first key", hint: "begin the file with 'version: \(version)'")
        }
        return true
    }
}
