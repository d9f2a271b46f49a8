public import StrictYAML

extension BoardScript {
    /// Reads a board's file.
    ///
    /// - Parameter file: how messages name it.
    /// - Throws: all that is wrong with it, each with file, line and column.
    public init(yaml text: String, file: String) throws(YAMLProblems) {
        self = try YAMLDocument(text: text, file: file).decode(version: 1) { BoardScriptReader(map: $0).read() }
    }
}
