internal import Glibc
internal import Threads

/// Calls that may block: on another thread, waited for on the reactor.
extension Reactor {
    /// Runs `work` on a thread of ``BlockingThreads`` and waits for its value until `deadline`; nil if it has not come by then.
    ///
    /// For system calls that wait for hardware (open, close and settings of a USB adapter): each takes a thread while it lasts. Work whose
    /// caller has given up goes on alone, and `abandoned` gets its value in the end, on that thread.
    public func offload<Value: Sendable>(
        until deadline: Instant, isolation: isolated (any Actor)? = #isolation,
        abandoned: @escaping @Sendable (Value) -> Void = { _ in }, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        let call = OffloadedCall<Value>()
        BlockingThreads.run { [self] in
            if let unwanted = call.deliver(work()) { abandoned(unwanted) }
            interrupt(call.token)
        }
        _ = await sleep(until: deadline, token: call.token, isolation: isolation)
        return call.collect()
    }
}
