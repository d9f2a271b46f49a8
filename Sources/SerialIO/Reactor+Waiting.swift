internal import CLinux
internal import Glibc

/// Waiting: for a descriptor, for a time, for another thread's answer. All of it from code isolated to this reactor.
extension Reactor {
    public typealias Instant = ContinuousClock.Instant

    /// Watches a descriptor until ``deregister(_:)``, which comes before it is closed.
    ///
    /// `onHangUp` is called on the reactor's thread, after the waits for `fd` have ended, when the other side goes away, whether anybody waits or not.
    /// It may deregister and close.
    public func register(_ fd: Int32, onHangUp: (@Sendable () -> Void)? = nil) throws(ReactorError) {
        preconditionOnThread()
        guard clinux_epoll_add(epoll.raw, fd, clinux_epoll_in | clinux_epoll_edge) == 0 else {
            throw .cannotWatch(fd: fd, errno: errno)
        }
        while registrations.count <= Int(fd) { registrations.append(nil) }
        registrations[Int(fd)] = Registration(onHangUp: onHangUp)
    }

    /// Stops watching. Waits for it end as interrupted.
    public func deregister(_ fd: Int32) {
        interrupt(fd)
        guard Int(fd) < registrations.count, registrations[Int(fd)] != nil else { return }
        registrations[Int(fd)] = nil
        _ = clinux_epoll_remove(epoll.raw, fd)
    }

    /// Waits until a registered descriptor can be used, until the deadline, or until an interruption; readiness wins over a deadline that is due.
    ///
    /// One wait at a time per descriptor and direction. Cancelling the task does not end it. A descriptor that is not registered any more is
    /// interrupted at once.
    public func wait(
        for interest: Interest, on fd: Int32, until deadline: Instant?, isolation: isolated (any Actor)? = #isolation
    ) async -> Wakeup {
        await suspend(beginWait(for: interest, on: fd, until: deadline), isolation)
    }

    /// Waits until the deadline or until somebody interrupts the token, even before.
    public func sleep(
        until deadline: Instant?, token: WaitToken = WaitToken(), isolation: isolated (any Actor)? = #isolation
    ) async -> Wakeup {
        preconditionOnThread()
        precondition(token.slot < 0, "a token serves one wait at a time")
        let slot = waiters.enter(.token(token))
        token.slot = slot
        if token.isInterrupted || isStopping {
            finish(slot, .interrupted)
        } else if let deadline {
            deadlines.insert(slot, due: deadline)
        }
        return await suspend(slot, isolation)
    }

    /// Lets the other lines have their turn.
    public func yield(isolation: isolated (any Actor)? = #isolation) async {
        _ = await sleep(until: ContinuousClock.now, isolation: isolation)
    }

    /// Ends the waits for a descriptor, if there are any.
    public func interrupt(_ fd: Int32) {
        preconditionOnThread()
        guard Int(fd) < registrations.count, let registration = registrations[Int(fd)] else { return }
        if registration.reader >= 0 { finish(registration.reader, .interrupted) }
        if registration.writer >= 0, registration.writer != registration.reader {
            finish(registration.writer, .interrupted)
        }
    }

    /// Ends the token's wait, now or when it comes. From any thread.
    public func interrupt(_ token: WaitToken) {
        guard token.fire() else { return }
        if isOnThread {
            if token.slot >= 0 { finish(token.slot, .interrupted) }
        } else {
            post { $0.tokens.append(token) }
        }
    }

    // MARK: - The two halves of a wait

    /// Begins a wait. From here on nothing is missed, though the task is not suspended yet.
    ///
    /// Apart from ``suspend(_:_:)`` because every `await` may let others run first: what a caller has just checked holds here, and may not hold there.
    func beginWait(for interest: Interest, on fd: Int32, until deadline: Instant?) -> Int {
        preconditionOnThread()
        let slot = waiters.enter(.descriptor(fd))
        guard Int(fd) < registrations.count, registrations[Int(fd)] != nil, !isStopping else {
            finish(slot, .interrupted)
            return slot
        }
        enter(Int(fd), slot, interest)
        if let latched = takeLatched(interest, Int(fd)) {
            finish(slot, latched)
        } else if let deadline {
            deadlines.insert(slot, due: deadline)
        }
        return slot
    }

    /// Suspends the task until its wait is over, such that it is resumed on this thread.
    ///
    /// A continuation resumes its task on the generic executor first, whatever actor it waits in: without the preference each wake-up
    /// would go through the default pool and back, two changes of thread.
    func suspend(_ slot: Int, _ isolation: isolated (any Actor)?) async -> Wakeup {
        if let wakeup = waiters.takeWakeup(slot) { return wakeup }
        return await withTaskExecutorPreference(self, isolation: isolation) {
            _ = isolation  // a closure is isolated to a parameter only if it captures it (swiftlang/swift#82483)
            return await withUnsafeContinuation(isolation: isolation) { continuation in
                preconditionOnThread()
                if let wakeup = waiters.suspend(slot, continuation) { continuation.resume(returning: wakeup) }
            }
        }
    }

    private func takeLatched(_ interest: Interest, _ fd: Int) -> Wakeup? {
        guard let registration = registrations[fd] else { return nil }
        if registration.latchedHangUp {
            registrations[fd]?.latchedHangUp = false
            return .hungUp
        }
        if interest.contains(.readable), registration.latchedReadable {
            registrations[fd]?.latchedReadable = false
            return .ready
        }
        return nil
    }

    private func enter(_ fd: Int, _ slot: Int, _ interest: Interest) {
        if interest.contains(.readable) {
            precondition(registrations[fd]?.reader == -1, "descriptor \(fd) has a reader already")
            registrations[fd]?.reader = slot
        }
        if interest.contains(.writable) {
            precondition(registrations[fd]?.writer == -1, "descriptor \(fd) has a writer already")
            registrations[fd]?.writer = slot
            watchWriting(fd, true)
        }
    }

    /// Notes at the descriptor that a waiter is gone.
    func leave(_ fd: Int, _ slot: Int) {
        registrations[fd]?.forget(slot)
        if registrations[fd]?.writer == -1 { watchWriting(fd, false) }
    }

    /// Changing what epoll watches also makes it look afresh, so room that is there already is told.
    private func watchWriting(_ fd: Int, _ on: Bool) {
        guard registrations[fd]?.watchesWriting == !on else { return }
        registrations[fd]?.watchesWriting = on
        let events = clinux_epoll_in | clinux_epoll_edge | (on ? clinux_epoll_out : 0)
        let status = clinux_epoll_change(epoll.raw, Int32(fd), events)
        precondition(status == 0, "descriptor \(fd) was closed before it was deregistered: \(errorText(errno))")
    }
}
