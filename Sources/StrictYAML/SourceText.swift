/// A file's text by line and column, counted as libyaml counts them.
struct SourceText: Sendable {
    let file: String
    private(set) var scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    init(_ text: String, file: String) {
        self.file = file
        scalars = Array(text.unicodeScalars)
        var starts = [0]
        for index in scalars.indices where Self.endsLine(at: index, of: scalars) { starts.append(index + 1) }
        lineStarts = starts
    }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Where the scalar at a line and column (both from 1) is; nil outside the text.
    func index(line: Int, column: Int) -> Int? {
        guard lineStarts.indices.contains(line - 1), column >= 1 else { return nil }
        let index = lineStarts[line - 1] + column - 1
        return scalars.indices.contains(index) ? index : nil
    }

    func location(of index: Int) -> SourceLocation {
        let line = lineStarts.lastIndex { $0 <= index } ?? 0
        return SourceLocation(file: file, line: line + 1, column: index - lineStarts[line] + 1)
    }

    func scalar(at location: SourceLocation) -> Unicode.Scalar? {
        index(line: location.line, column: location.column).map { scalars[$0] }
    }

    /// Puts as many scalars in the place of others, so that no column changes.
    mutating func overwrite(at index: Int, with replacement: [Unicode.Scalar]) {
        scalars.replaceSubrange(index..<index + replacement.count, with: replacement)
    }

    private static func endsLine(at index: Int, of scalars: [Unicode.Scalar]) -> Bool {
        switch scalars[index] {
        case "\n", "\u{85}", "\u{2028}", "\u{2029}": true
        case "\r": index + 1 == scalars.count || scalars[index + 1] != "\n"
        default: false
        }
    }
}
