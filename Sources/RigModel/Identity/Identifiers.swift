/// A name that travels through files, URLs and the store as text.
///
/// Two identifiers of different types never compare, so a port's id cannot be passed where a board's is meant.
public protocol TextIdentifier: RawRepresentable<String>, Hashable, Sendable, Comparable, Codable,
    CustomStringConvertible, ExpressibleByStringLiteral
where StringLiteralType == String {
    init(rawValue: String)
}

extension TextIdentifier {
    public init(_ text: String) { self.init(rawValue: text) }
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
    public var description: String { rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Whether the text is a name that a person may give: `[A-Za-z0-9_.-]{1,64}`, not starting with a dot.
    ///
    /// Such a name is safe as a file name and as a part of a URL.
    public var isPlainName: Bool { Self.isPlainName(rawValue) }
    public static func isPlainName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: ".") else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}

/// One FTDI chip as plugged in: its serial number (`FT7ABCDE`), or its USB socket (`usb-1-1.2`) where the serial
/// number is blank or not unique.
public struct BoardID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One channel of one board: `FT7ABCDE-A`. Never a tty name.
public struct PortID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(board: BoardID, channel: Channel) { rawValue = "\(board)-\(channel)" }
}

/// A Board Interface Box: the stem of its plan file.
public struct BIBID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A unit under test as its plan names it.
public struct UUTID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A unit under test on a certain board: the UUT's id where the plan says `boards: one`, `<uut>@<board>` where it says
/// `many`. The same name in the API, the logs and file names.
public struct UUTInstanceID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(uut: UUTID, board: BoardID, boards: BoardCount) {
        switch boards {
        case .one: rawValue = uut.rawValue
        case .many: rawValue = "\(uut)@\(board)"
        }
    }
}

/// One run; 26 characters of Crockford's base 32 that sort by the time the run was asked for (a ULID).
public struct ExecutionID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A thing that units of a station share: one run at a time has it.
public struct ResourceID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One alert, from its firing to its end (a ULID, so that they sort by time).
public struct AlertID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One change that somebody asked for (a ULID).
public struct AuditID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One right to use ports; unique for ever (a ULID where a person or program holds it, `run-<execution>` where a run does).
public struct LeaseID: TextIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
