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
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            self.init(text: String(decoding: bytes, as: UTF8.self), file: file)
        } catch {
            let offset = error.byteOffsets.lowerBound
            let digits = String(bytes[offset], radix: 16)
            let place = Self.place(of: offset, in: bytes, file: file)
            self.init(
                root: nil,
                diagnostics: [
                    Diagnostic("the byte 0x\(digits) is not UTF-8", at: place, hint: "save the file as UTF-8")
                ])
        }
    }

    /// The line and, unlike elsewhere, the column in bytes: of what is no text characters cannot be counted.
    private static func place(of offset: Int, in bytes: [UInt8], file: String) -> SourceLocation {
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return SourceLocation(file: file, line: before.count { $0 == 0x0A } + 1, column: offset - lineStart + 1)
    }

    private init(root: YAMLNode?, diagnostics: [Diagnostic]) {
        self.root = root
        self.diagnostics = diagnostics
    }

    /// Every value that is a text without quotation marks, in the order of the file.
    public var plainTexts: [YAMLText] {
        func texts(_ node: YAMLNode) -> [YAMLText] {
            switch node.content {
            case .scalar(let text, .plain): [YAMLText(text, at: node.location, style: .plain)]
            case .scalar, .refused: []
            case .list(let elements): elements.flatMap(texts)
            case .mapping(let entries): entries.flatMap { texts($0.value) }
            }
        }
        return root.map(texts) ?? []
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
