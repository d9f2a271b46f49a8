/// The waits under way, each in a numbered slot that its descriptor or token and the heap of deadlines refer to.
///
/// A wait has its slot before its task is suspended: between the two the task may be queued once more, and what happens meanwhile counts.
struct Waiters {
    /// What a wait is for, so that its end can be noted there.
    enum Place {
        case descriptor(Int32)
        case token(WaitToken)
    }

    private enum State {
        case free
        case entered(Place)
        case suspended(Place, UnsafeContinuation<Wakeup, Never>)
        /// Over before it was suspended.
        case over(Wakeup)
    }

    private var slots: [State] = []
    private var free: [Int] = []

    /// The waits that have not ended.
    var open: [Int] {
        slots.indices.filter { slot in
            switch slots[slot] {
            case .entered, .suspended: true
            case .free, .over: false
            }
        }
    }

    /// Begins a wait.
    mutating func enter(_ place: Place) -> Int {
        if let slot = free.popLast() {
            slots[slot] = .entered(place)
            return slot
        }
        slots.append(.entered(place))
        return slots.count - 1
    }

    /// The wake-up of a wait that is over already; then the slot is free.
    mutating func takeWakeup(_ slot: Int) -> Wakeup? {
        guard case .over(let wakeup) = slots[slot] else { return nil }
        release(slot)
        return wakeup
    }

    /// Keeps the continuation, or gives back the wake-up that has come already; then the slot is free.
    mutating func suspend(_ slot: Int, _ continuation: UnsafeContinuation<Wakeup, Never>) -> Wakeup? {
        switch slots[slot] {
        case .entered(let place):
            slots[slot] = .suspended(place, continuation)
            return nil
        case .over(let wakeup):
            release(slot)
            return wakeup
        case .free, .suspended:
            preconditionFailure("slot \(slot) is not entered")
        }
    }

    /// Ends a wait. Gives the continuation to resume, if the task has been suspended by now.
    mutating func end(_ slot: Int, _ wakeup: Wakeup) -> (place: Place, continuation: UnsafeContinuation<Wakeup, Never>?)
    {
        switch slots[slot] {
        case .entered(let place):
            slots[slot] = .over(wakeup)
            return (place, nil)
        case .suspended(let place, let continuation):
            release(slot)
            return (place, continuation)
        case .free, .over:
            preconditionFailure("nobody waits in slot \(slot)")
        }
    }

    private mutating func release(_ slot: Int) {
        slots[slot] = .free
        free.append(slot)
    }
}
