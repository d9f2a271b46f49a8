internal import CLinux
internal import Glibc

/// Sending, and listening to the answer.
extension SerialPort {
    public typealias Instant = ContinuousClock.Instant

    /// Reads in a row before other lines get their turn.
    private static let readsBetweenYields = 16

    /// Sends bytes (none: only listens) and lets the conversation hear what comes, until it has heard enough or `deadline` has come.
    ///
    /// One deadline for all of it: waiting for the turn, sending and the answer. Cancelling the task ends nothing; ``interrupt()`` does.
    public func exchange<C: Conversation>(
        sending bytes: [UInt8], _ conversation: C, until deadline: Instant
    ) async throws(SerialError) -> (conversation: C, ending: ExchangeEnding) {
        var conversation = conversation
        let ending = try await converse(sending: bytes, &conversation, until: deadline)
        return (conversation, ending)
    }

    /// As ``exchange(sending:_:until:)``, but what was heard is still there where the line fails.
    ///
    /// - Parameter pace: rest between two bytes that are sent, for units that cannot take them at full speed. What comes meanwhile is heard.
    public func converse<C: Conversation>(
        sending bytes: [UInt8], pace: Duration = .zero, _ conversation: inout C, until deadline: Instant
    ) async throws(SerialError) -> ExchangeEnding {
        if let ending = try await takeTurn(until: deadline) { return ending }
        defer { passTurn() }
        return try await perform(Outgoing(bytes, pace: pace), &conversation, until: deadline)
    }

    /// Listens until nothing has come for `quiet`, and returns what came: an answer that is too late must not be taken for the next one.
    ///
    /// What is in the kernel's buffer now is always read, even with a `quiet` of zero. At most `limit` bytes are returned; more are read and
    /// dropped. A line that does not fall quiet is left at `deadline`.
    public func discardInput(
        quietFor quiet: Duration = .zero, limit: Int = 65_536, until deadline: Instant
    ) async throws(SerialError) -> [UInt8] {
        guard try await takeTurn(until: deadline) == nil else { return [] }
        defer { passTurn() }
        mayHaveMore = true
        var leftovers = Leftovers(quietFor: quiet, limit: limit, from: .now)
        _ = try await perform(Outgoing([]), &leftovers, until: deadline)
        return leftovers.bytes
    }

    // MARK: - Turns

    /// Waits for the line to be free. Returns how the exchange has ended where it did so before its turn.
    private func takeTurn(until deadline: Instant) async throws(SerialError) -> ExchangeEnding? {
        if let ended { throw ended }
        if turns.take() { return nil }
        let token = WaitToken()
        turns.lineUp(token)
        let wakeup = await reactor.sleep(until: deadline, token: token)
        if turns.hasTurn(token) { return nil }
        turns.withdraw(token)
        if let ended { throw ended }
        return wakeup == .deadline ? .deadline : .interrupted
    }

    private func passTurn() {
        // Here and not when the next one starts: an interruption in between is meant for it.
        isInterrupted = false
        if let next = turns.pass() { reactor.interrupt(next) }
    }

    // MARK: - One exchange

    private func perform<C: Conversation>(
        _ wanted: Outgoing, _ conversation: inout C, until deadline: Instant
    ) async throws(SerialError) -> ExchangeEnding {
        if let ended { throw ended }
        if isInterrupted { return .interrupted }
        guard wanted.isDone || ContinuousClock.now < deadline else { return .deadline }
        var outgoing = wanted
        // What the kernel has not passed on must not go out in front of the next command.
        defer { if outgoing.isBegun, !outgoing.isDone { abandon(outgoing, &conversation) } }
        try send(&outgoing, &conversation)
        var pastIdle: Instant?
        var reads = 0
        while true {
            let idle = conversation.idleDeadline.flatMap { $0 == pastIdle ? nil : $0 }
            let wakeup: Wakeup
            if mayHaveMore {
                wakeup = .ready
                reads += 1
                if reads % Self.readsBetweenYields == 0 { await reactor.yield() }
            } else {
                // Begun before the first `await`: here the line is still ours, after it somebody may have closed it.
                let rest = outgoing.restsUntil
                let interest: Interest = outgoing.isDone || rest != nil ? .readable : [.readable, .writable]
                let until = min(idle ?? deadline, rest ?? deadline, deadline)
                let wait = reactor.beginWait(for: interest, on: fd, until: until)
                wakeup = await reactor.suspend(wait, self)
            }
            if let ended { throw ended }
            if isInterrupted { return .interrupted }
            switch wakeup {
            case .ready:
                try send(&outgoing, &conversation)
                if let ending = try receive(&conversation, until: deadline) { return ending }
            case .hungUp:
                hangUp()
                throw .unplugged(path: path)
            case .interrupted:
                return .interrupted
            case .deadline:
                let now = ContinuousClock.now
                if let idle, idle <= now {
                    pastIdle = idle
                    if conversation.idle(at: now) { return .finished }
                }
                try send(&outgoing, &conversation)
                guard now >= deadline else { continue }
                guard outgoing.isDone else {
                    throw .writeStuck(path: path, accepted: outgoing.accepted, of: outgoing.bytes.count)
                }
                return .deadline
            }
        }
    }

    /// Writes as much as the kernel takes and the pace allows.
    private func send<C: Conversation>(_ outgoing: inout Outgoing, _ conversation: inout C) throws(SerialError) {
        while !outgoing.isDone, outgoing.isReady() {
            let count = outgoing.write(to: fd)
            if count < 0 {
                switch errno {
                case EINTR: continue
                case EAGAIN: return
                default: throw failure("write", errno)
                }
            }
            if outgoing.isDone { conversation.sent(outgoing.bytes, at: .now) }
        }
    }

    /// Reads once. Returns the ending, if this was it.
    private func receive<C: Conversation>(
        _ conversation: inout C, until deadline: Instant
    ) throws(SerialError) -> ExchangeEnding? {
        let count = buffer.withUnsafeMutableBytes { read(fd, $0.baseAddress, $0.count) }
        mayHaveMore = count == buffer.count
        guard count > 0 else {
            if count == 0 { throw failure("read", EIO) }  // a terminal that was hung up reads as at its end
            if errno == EINTR { mayHaveMore = true }
            if errno == EINTR || errno == EAGAIN { return nil }
            throw failure("read", errno)
        }
        let now = ContinuousClock.now
        if conversation.received(buffer[..<count], at: now) { return .finished }
        // A flood must not outlast the deadline.
        return mayHaveMore && now >= deadline ? .deadline : nil
    }

    private func abandon<C: Conversation>(_ outgoing: Outgoing, _ conversation: inout C) {
        conversation.sent(Array(outgoing.bytes.prefix(outgoing.accepted)), at: .now)
        if descriptor != nil { _ = clinux_flush_output(fd) }
    }

    private func failure(_ call: String, _ code: Int32) -> SerialError {
        switch code {
        case EIO, ENXIO, ENODEV, EPIPE:
            hangUp()
            return .unplugged(path: path)
        default:
            return .failed(path: path, call: call, errno: code)
        }
    }
}
