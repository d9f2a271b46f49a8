/// Columns of text, each as wide as its widest cell; the last is not padded.
struct Table {
    private var rows: [[String]]
    init(_ header: String...) { rows = [header] }
    /// What boards and services say of themselves is made visible: it moves no cursor.
    mutating func add(_ cells: String...) { rows.append(cells.map(Terminal.visible)) }

    var text: String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell.padded(to: widths[column] + 2)
            }.joined()
        }.joined(separator: "\n")
    }
}
