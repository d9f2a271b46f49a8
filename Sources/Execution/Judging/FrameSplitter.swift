import RigModel

/// A complete frame: what is judged, and the bytes as they came.
struct Frame: Sendable, Hashable {
    /// Without its end of line.
    var content: [UInt8]
    /// With it, and with the LF that belongs to the CR of the frame before.
    var raw: [UInt8]
}

/// Cuts the bytes of a line into frames, the same frames however the bytes were split in time.
struct FrameSplitter: Sendable {
    /// The longest frame; one that grows past it is cut there.
    static let limit = 65_536

    private let framing: Framing
    private var raw: [UInt8] = []
    /// Where the content begins in `raw`: 1 behind an LF that closes the CRLF of the frame before.
    private var contentStart = 0
    /// The last frame ended with CR and no LF had come yet. One that comes now belongs to it.
    private(set) var awaitsLineFeed: Bool
    private var lastByteAt: ContinuousClock.Instant?

    /// - Parameter awaitsLineFeed: how the last exchange on this line left off.
    init(_ framing: Framing, awaitsLineFeed: Bool = false) {
        self.framing = framing
        self.awaitsLineFeed = awaitsLineFeed
    }

    /// The bytes of the frame that is not complete yet.
    var tail: [UInt8] { Array(raw[contentStart...]) }

    /// All bytes that no frame has: the tail, and an LF in front of it that closes the frame before.
    var rest: [UInt8] { raw }

    /// When the frame under way is complete unless more bytes come; nil for frames that end by an end of line.
    var idleDeadline: ContinuousClock.Instant? {
        guard case .idle(let silence) = framing, !raw.isEmpty, let lastByteAt else { return nil }
        return lastByteAt + silence
    }

    /// Takes bytes from the front of `bytes` until a frame is complete; nil where all were taken and none is.
    mutating func next(from bytes: inout ArraySlice<UInt8>, at time: ContinuousClock.Instant) -> Frame? {
        if !bytes.isEmpty { lastByteAt = time }
        guard case .lines = framing else { return nextUntilIdle(from: &bytes) }
        while let byte = bytes.popFirst() {
            if awaitsLineFeed {
                awaitsLineFeed = false
                if byte == 0x0a {
                    raw.append(byte)
                    contentStart = raw.count
                    continue
                }
            }
            raw.append(byte)
            switch byte {
            case 0x0a: return complete(dropping: 1)
            case 0x0d:
                if bytes.first == 0x0a {
                    raw.append(bytes.removeFirst())
                    return complete(dropping: 2)
                }
                awaitsLineFeed = true
                return complete(dropping: 1)
            default: if raw.count - contentStart >= Self.limit { return complete(dropping: 0) }
            }
        }
        return nil
    }

    private mutating func nextUntilIdle(from bytes: inout ArraySlice<UInt8>) -> Frame? {
        let room = bytes.prefix(Self.limit - raw.count)
        raw += room
        bytes = bytes.dropFirst(room.count)
        return raw.count == Self.limit ? complete(dropping: 0) : nil
    }

    /// The frame that silence has ended; nil where nothing came.
    mutating func idle() -> Frame? { raw.isEmpty ? nil : complete(dropping: 0) }

    private mutating func complete(dropping ending: Int) -> Frame {
        let frame = Frame(content: Array(raw[contentStart..<(raw.count - ending)]), raw: raw)
        raw = []
        contentStart = 0
        return frame
    }
}
