public import StrictYAML

extension BenchScript {
    /// Reads a bench's file. Whether its boards' scripts exist is for who has them to say.
    ///
    /// - Parameter file: how messages name it.
    /// - Throws: all that is wrong with it, each with file, line and column.
    public init(yaml text: String, file: String) throws(YAMLProblems) {
        self = try YAMLDocument(text: text, file: file).decode(version: 1) { BenchScriptReader(map: $0).read() }
    }
}
