import Testing

@testable import SerialIO

@Suite struct WaitersTests {
    /// A continuation to play with, and what it was resumed with.
    private func suspended(_ body: (UnsafeContinuation<Wakeup, Never>) -> Void) async -> Wakeup {
        await withUnsafeContinuation(body)
    }

    @Test func aWaitThatIsOverBeforeItsTaskIsSuspendedIsNotLost() async {
        var waiters = Waiters()
        let slot = waiters.enter(.descriptor(3))
        #expect(waiters.end(slot, .hungUp).continuation == nil)
        #expect(waiters.open.isEmpty)
        let wakeup = await suspended { continuation in
            if let over = waiters.suspend(slot, continuation) { continuation.resume(returning: over) }
        }
        #expect(wakeup == .hungUp)
    }

    @Test func aSuspendedWaitGivesItsContinuationBackWhenItEnds() async {
        var waiters = Waiters()
        let slot = waiters.enter(.descriptor(3))
        let wakeup = await suspended { continuation in
            let early = waiters.suspend(slot, continuation)
            #expect(early == nil)
            waiters.end(slot, .ready).continuation?.resume(returning: .ready)
        }
        #expect(wakeup == .ready)
    }

    @Test func slotsAreUsedAgain() {
        var waiters = Waiters()
        let first = waiters.enter(.descriptor(1))
        let second = waiters.enter(.descriptor(2))
        #expect(first != second && waiters.open == [first, second])
        _ = waiters.end(first, .deadline)
        #expect(waiters.open == [second])
    }
}
