import RigModel
import SerialIO

extension Run {
    /// Sends one command of the safe state and records what comes back until its time is over or a frame is complete.
    func sendSafeState(_ index: Int) async -> RunFault? {
        let step = unit.safeState[index]
        let alias = step.port ?? unit.plan.ports[0].alias
        // A safe state speaks of a BIB's ports; a unit that has no port of that name has nothing to make safe there.
        guard let line = lines[alias], let plan = unit.plan.port(alias) else { return nil }
        if index == 0 { recorder.log(.note("safe state")) }
        let id = port(alias)
        let deadline = recorder.clocks.monotonic + step.timeout
        var reply = SafeStateReply(splitter: FrameSplitter(plan.framing)) { [recorder] bytes, time in
            recorder.log(.sent(bytes, id), at: time)
        }
        defer { if !reply.heard.isEmpty { recorder.log(.received(reply.heard, id)) } }
        do throws(SerialError) {
            _ = try await line.converse(
                sending: Array(step.send.utf8) + plan.endOfLine.bytes, &reply, until: deadline)
            return nil
        } catch {
            let fault = lost[id] ?? RunFault(error, port: id)
            recorder.log(.note("safe state: \(fault.message)"), .error)
            return fault
        }
    }
}

/// Waits for one frame and keeps the bytes.
private struct SafeStateReply: Conversation {
    var splitter: FrameSplitter
    let tell: @Sendable ([UInt8], ContinuousClock.Instant) -> Void
    var heard: [UInt8] = []

    init(splitter: FrameSplitter, tell: @escaping @Sendable ([UInt8], ContinuousClock.Instant) -> Void) {
        self.splitter = splitter
        self.tell = tell
    }

    var idleDeadline: ContinuousClock.Instant? { splitter.idleDeadline }
    mutating func sent(_ bytes: [UInt8], at time: ContinuousClock.Instant) { if !bytes.isEmpty { tell(bytes, time) } }
    mutating func received(_ slice: ArraySlice<UInt8>, at time: ContinuousClock.Instant) -> Bool {
        heard += slice.prefix(max(0, FrameSplitter.limit - heard.count))
        var rest = slice
        return splitter.next(from: &rest, at: time) != nil
    }
    mutating func idle(at time: ContinuousClock.Instant) -> Bool { splitter.idle() != nil }
}
