public import FTDIChip

/// One side of a USB link over a byte stream, without the stream: bytes come in as they come, cut anywhere.
public protocol USBSession: Sendable {
    /// What is sent before anything is received.
    mutating func greeting() -> [UInt8]
    /// Takes bytes in. After an error the link is of no use any more.
    mutating func receive(_ bytes: [UInt8]) throws(USBProtocolError) -> [USBSessionStep]
    /// The message that tells of an answer; empty where nobody waits for it.
    mutating func encode(_ completion: USBCompletion) -> [UInt8]
}

/// What follows from what a session received.
public enum USBSessionStep: Sendable, Hashable {
    /// For the device.
    case request(USBRequest)
    /// For the other side, at once.
    case send([UInt8])
}
