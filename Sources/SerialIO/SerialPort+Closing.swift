internal import CLinux

/// The ends of a line.
extension SerialPort {
    /// How long close(2) may wait for the hardware before we go on without it.
    private static let closingTime = Duration.seconds(2)

    /// Closes the line; output that has not left yet is thrown away. An exchange under way ends with ``SerialError/closed(path:)``.
    ///
    /// Returns when the descriptor is closed, or after two seconds with a note where the driver lets it hang. Closing again does nothing.
    public func close() async {
        await end(.closed(path: path))
    }

    /// Takes the line away from whoever uses it: no byte of theirs leaves any more, and all they still try fails with ``SerialError/fenced(path:)``.
    public func fence() async {
        await end(.fenced(path: path))
    }

    /// Ends the exchange under way, and those that wait for their turn, with ``ExchangeEnding/interrupted``. The next one works again.
    public func interrupt() {
        if turns.isTaken { isInterrupted = true }
        reactor.interrupt(fd)
        for token in turns.dismissAll() { reactor.interrupt(token) }
    }

    private func end(_ reason: SerialError) async {
        guard let descriptor = descriptor.take() else { return }
        ended = reason
        _ = clinux_flush_output(fd)
        // The flag belongs to the terminal and not to us: a pty that its owner keeps would stay closed to every ordinary user.
        _ = clinux_exclusive(fd, 0)
        leave()
        let raw = descriptor.release()
        let closed: Void? = await reactor.offload(until: ContinuousClock.now.advanced(by: Self.closingTime)) {
            [closing] in
            closing(raw)
        }
        if closed == nil {
            notes.append("\(path): the driver has not closed the line after \(Self.closingTime); it is left to it")
        }
    }

    /// The other side is gone. Closing a terminal that has been hung up does not block.
    func hangUp() {
        guard descriptor != nil else { return }
        ended = .unplugged(path: path)
        leave()
        descriptor = nil
    }

    /// Stops watching and wakes all that wait; they find `ended`.
    private func leave() {
        reactor.deregister(fd)
        for token in turns.dismissAll() { reactor.interrupt(token) }
    }
}
