internal import StrictYAML

/// The text of an XML file, by line and column.
struct XMLText {
    let file: String
    let scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    /// Decodes a file. An encoding that it names is blanked out of its first line, since the text is Unicode then.
    init(bytes: [UInt8], file: String) throws(XMLProblems) {
        self.file = file
        let start = SourceLocation(file: file, line: 1, column: 1)
        guard bytes.count <= XMLImport.sizeLimit else {
            throw XMLProblems(
                "the file has more than 10 MiB", at: start, hint: "no BIB needs as much")
        }
        var scalars: [Unicode.Scalar]
        do {
            scalars = try XMLEncoding(of: bytes).decode(bytes)
        } catch {
            throw XMLProblems(error.reason, at: start, hint: "save it as UTF-8")
        }
        if let encoding = XMLEncoding.declaration(in: scalars) {
            for index in encoding.attribute { scalars[index] = " " }
        }
        self.scalars = scalars
        var starts = [0]
        for index in scalars.indices {
            let isBeforeLF = index + 1 < scalars.count && scalars[index + 1] == "\n"
            if scalars[index] == "\n" || (scalars[index] == "\r" && !isBeforeLF) { starts.append(index + 1) }
        }
        lineStarts = starts
    }

    var utf8: [UInt8] {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return Array(String(text).utf8)
    }

    func location(of index: Int) -> SourceLocation {
        // The last line that begins at or before it.
        var low = 0, high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= index { low = middle } else { high = middle }
        }
        return SourceLocation(file: file, line: low + 1, column: index - lineStarts[low] + 1)
    }
}
