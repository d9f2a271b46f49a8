internal import GRDB

extension Row {
    /// A value that the store keeps as the word of an enum.
    func decode<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        let word = self[column] as String? ?? "NULL"
        guard let value = Value(rawValue: word) else {
            throw DatabaseError(
                resultCode: .SQLITE_MISMATCH, message: "column \(column) has the unknown word '\(word)'")
        }
        return value
    }
}
