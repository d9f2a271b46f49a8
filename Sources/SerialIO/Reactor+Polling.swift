internal import CLinux
internal import Glibc
internal import Locking

/// Waiting in epoll, and resuming who waited.
extension Reactor {
    /// Waits for events or the earliest deadline, not at all if there are jobs, and resumes.
    func poll() {
        let count = clinux_epoll_wait(epoll.raw, events, Int32(Self.eventCapacity), patience())
        precondition(count >= 0 || errno == EINTR, "epoll_wait failed: \(errorText(errno))")
        for index in 0..<max(0, Int(count)) {
            let event = events[index]
            if event.fd == bell.raw {
                answerBell()
            } else {
                dispatch(event.events, on: Int(event.fd))
            }
        }
        guard !deadlines.isEmpty else { return }
        let now = ContinuousClock.now
        while let slot = deadlines.popDue(at: now) {
            finish(slot, .deadline)
        }
    }

    /// How long epoll may wait, in nanoseconds; negative is for ever.
    private func patience() -> Int64 {
        guard jobs.isEmpty, !isStopping else { return 0 }
        guard let next = deadlines.next else { return -1 }
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: next).components
        guard seconds < 3600 else { return 3600 * 1_000_000_000 }
        // Rounded up: waking a moment early would only mean another turn.
        return max(0, seconds * 1_000_000_000 + (attoseconds + 999_999_999) / 1_000_000_000)
    }

    private func dispatch(_ events: UInt32, on fd: Int) {
        guard fd < registrations.count, let registration = registrations[fd] else { return }
        if events & clinux_epoll_hup != 0 {
            if registration.reader < 0, registration.writer < 0 { registrations[fd]?.latchedHangUp = true }
            if registration.reader >= 0 { finish(registration.reader, .hungUp) }
            if registration.writer >= 0, registration.writer != registration.reader {
                finish(registration.writer, .hungUp)
            }
            registration.onHangUp?()
            return
        }
        if events & (clinux_epoll_in | clinux_epoll_err) != 0 {
            if registration.reader >= 0 {
                finish(registration.reader, .ready)
            } else {
                registrations[fd]?.latchedReadable = true
            }
        }
        // The reader may have been the writer too, and is gone by now.
        if events & (clinux_epoll_out | clinux_epoll_err) != 0, let writer = registrations[fd]?.writer, writer >= 0 {
            finish(writer, .ready)
        }
    }

    private func answerBell() {
        var count: UInt64 = 0
        _ = read(bell.raw, &count, MemoryLayout<UInt64>.size)
        emptyInbox()
    }

    /// Takes over what other threads have handed in.
    func emptyInbox() {
        let (tokens, stop) = inbox.withLock { box in
            if jobs.isEmpty {
                swap(&jobs, &box.jobs)  // keeps both buffers in use
            } else {
                jobs.append(contentsOf: box.jobs)
                box.jobs.removeAll(keepingCapacity: true)
            }
            defer { box.tokens.removeAll() }
            box.isRung = false
            return (box.tokens, box.isStopping)
        }
        for token in tokens where token.slot >= 0 { finish(token.slot, .interrupted) }
        if stop, !isStopping {
            isStopping = true
            for slot in waiters.open { finish(slot, .interrupted) }
        }
    }

    /// Ends a wait: its task's next job is queued.
    func finish(_ slot: Int, _ wakeup: Wakeup) {
        let (place, continuation) = waiters.end(slot, wakeup)
        deadlines.remove(slot)
        switch place {
        case .descriptor(let fd): leave(Int(fd), slot)
        case .token(let token): token.slot = -1
        }
        continuation?.resume(returning: wakeup)
    }
}
