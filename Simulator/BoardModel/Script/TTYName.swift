/// Names that a plugged port may be asked to have.
public enum TTYName {
    /// `tty` and then letters and digits, 32 characters at most: it becomes a path below /dev.
    public static func isValid(_ name: String) -> Bool {
        name.hasPrefix("tty") && (4...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in Surroundings.isNameByte(byte) && byte != UInt8(ascii: "_") }
    }
}
