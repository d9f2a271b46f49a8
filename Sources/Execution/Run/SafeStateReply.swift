import SerialIO

/// Waits for one frame and keeps the bytes.
struct SafeStateReply: Conversation {
    var splitter: FrameSplitter
    let tell: @Sendable ([UInt8], ContinuousClock.Instant) -> Void
    var heard: [UInt8] = []
    private(set) var hasSent = false

    init(splitter: FrameSplitter, tell: @escaping @Sendable ([UInt8], ContinuousClock.Instant) -> Void) {
        self.splitter = splitter
        self.tell = tell
    }

    var idleDeadline: ContinuousClock.Instant? { splitter.idleDeadline }
    mutating func sent(_ bytes: [UInt8], at time: ContinuousClock.Instant) {
        guard !bytes.isEmpty else { return }
        hasSent = true
        tell(bytes, time)
    }
    mutating func received(_ slice: ArraySlice<UInt8>, at time: ContinuousClock.Instant) -> Bool {
        heard += slice.prefix(max(0, FrameSplitter.limit - heard.count))
        var rest = slice
        return splitter.next(from: &rest, at: time) != nil
    }
    mutating func idle(at time: ContinuousClock.Instant) -> Bool { splitter.idle() != nil }
}
