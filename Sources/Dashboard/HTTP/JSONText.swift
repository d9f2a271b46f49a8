internal import FoundationEssentials

/// JSON as every answer and event of the API is written: one line, keys in order, slashes as they are. The same value is
/// always the same text.
enum JSONText {
    /// A value of the API is always JSON: it has no key of another kind than text, and a number that JSON cannot write
    /// (a limit that is infinite) is written as text.
    static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        do {
            return Array(try encoder.encode(value))
        } catch {
            preconditionFailure("\(type(of: value)) cannot be written as JSON: \(error)")
        }
    }
}
