/// The other side of a USB link speaks otherwise than agreed; the link cannot go on.
public enum USBProtocolError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A message of this kind says less than it must.
    case tooShort(kind: UInt32)
    /// A message of this kind claims to have so many bytes.
    case tooLong(kind: UInt32, bytes: Int)
    /// The first message is no greeting.
    case noGreeting(kind: UInt32)
    /// The other side lacks what the link needs.
    case lacks([String])
    case unknownCommand(UInt32)

    public var description: String {
        switch self {
        case .tooShort(let kind): "a USB message of kind \(kind) ends too early"
        case .tooLong(let kind, let bytes): "a USB message of kind \(kind) with \(bytes) bytes is too long"
        case .noGreeting(let kind):
            "the other side began with a message of kind \(kind) and not with usb-redir's greeting"
        case .lacks(let what): "the other side's usb-redir lacks \(what.joined(separator: ", ")); use QEMU 4 or newer"
        case .unknownCommand(let command): "USB/IP has no command \(command)"
        }
    }
}
