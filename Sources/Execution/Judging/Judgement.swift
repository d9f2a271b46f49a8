import RigModel

/// What an answer came to.
struct Judgement: Sendable, Hashable {
    var outcome: Outcome
    var captures: [String: String] = [:]
    var measurements: [MeasurementRecord] = []
    var explanation: String
}

/// Bytes as a person reads them in a sentence: visible, in quotes, cut where they are long.
struct Quoted: CustomStringConvertible {
    let description: String
    init(_ bytes: [UInt8]) {
        let text = VisibleBytes.text(bytes.prefix(120))
        description = bytes.count > 120 ? "'\(text)...' (\(bytes.count) bytes)" : "'\(text)'"
    }
    init(_ text: String) { self.init(Array(text.utf8)) }
}

/// A duration as a plan writes it: `500ms`, `2s`.
struct Readable: CustomStringConvertible {
    let description: String
    init(_ duration: Duration) {
        let milliseconds = duration.milliseconds
        if milliseconds < 1_000 || milliseconds % 100 != 0 {
            description = "\(milliseconds) ms"
        } else if milliseconds % 1_000 == 0 {
            description = "\(milliseconds / 1_000) s"
        } else {
            description = "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
        }
    }
}
