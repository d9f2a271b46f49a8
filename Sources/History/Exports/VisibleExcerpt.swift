internal import RigModel

/// Bytes as a person reads them in a report, cut where they are many.
struct VisibleExcerpt: CustomStringConvertible {
    let description: String

    /// - Parameter limit: of bytes that are shown. JSON Lines have all of them.
    init(_ bytes: [UInt8], limit: Int) {
        let text = VisibleBytes.text(bytes.prefix(limit))
        description = bytes.count > limit ? "\(text) ... (\(bytes.count) bytes in all)" : text
    }
}
