public import FoundationEssentials

/// How control messages are written.
public enum ControlJSON {
    /// One line, keys in order, slashes as they are.
    public static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
