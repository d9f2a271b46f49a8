internal import Glibc

/// Calls that may block: on a thread of their own, waited for on the reactor.
extension Reactor {
    /// Runs `work` on a thread of its own and waits for its value until `deadline`; nil if it has not come by then.
    ///
    /// For system calls that wait for hardware (open, close and settings of a USB adapter), a few at a time: each costs a thread. Work whose
    /// caller has given up goes on alone, and `abandoned` gets its value in the end, on that thread.
    public func offload<Value: Sendable>(
        until deadline: Instant, isolation: isolated (any Actor)? = #isolation,
        abandoned: @escaping @Sendable (Value) -> Void = { _ in }, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        let call = OffloadedCall<Value>()
        Thread.detach { [self] in
            if let unwanted = call.deliver(work()) { abandoned(unwanted) }
            interrupt(call.token)
        }
        _ = await sleep(until: deadline, token: call.token, isolation: isolation)
        return call.collect()
    }
}
