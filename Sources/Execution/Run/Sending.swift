import SerialIO

/// Finished as soon as all is sent; tells what was, and keeps what came meanwhile.
struct Sending: Conversation {
    private let tell: @Sendable ([UInt8], ContinuousClock.Instant) -> Void
    private(set) var sent: [UInt8] = []
    private(set) var heard: [UInt8] = []
    private(set) var idleDeadline: ContinuousClock.Instant?

    init(tell: @escaping @Sendable ([UInt8], ContinuousClock.Instant) -> Void) { self.tell = tell }

    var isDone: Bool { idleDeadline != nil }

    mutating func sent(_ bytes: [UInt8], at time: ContinuousClock.Instant) {
        guard !bytes.isEmpty else { return }
        sent = bytes
        tell(bytes, time)
        idleDeadline = time
    }
    mutating func received(_ bytes: ArraySlice<UInt8>, at time: ContinuousClock.Instant) -> Bool {
        heard += bytes.prefix(max(0, StepConversation.keptBytes - heard.count))
        return false
    }
    mutating func idle(at time: ContinuousClock.Instant) -> Bool { true }
}
