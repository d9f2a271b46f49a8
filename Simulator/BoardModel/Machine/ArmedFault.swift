internal import Patterns

/// A fault that waits for its occasions, and how many it has seen.
struct ArmedFault: Sendable {
    let fault: Fault
    private let expiry: VirtualTime?
    private var occasions = 0
    private(set) var strikes = 0

    init(_ fault: Fault, at time: VirtualTime) {
        self.fault = fault
        expiry = fault.lifetime.map { time + $0 }
    }

    func isSpent(at time: VirtualTime) -> Bool {
        if let times = fault.times, strikes >= times { return true }
        return expiry.map { time >= $0 } ?? false
    }

    /// Whether the fault strikes on this occasion; counts it either way.
    mutating func strikes(
        on occasion: FaultOccasion, answer: Answer, using dice: inout SeededGenerator
    ) throws(MatchLimitExceeded) -> Bool {
        let trigger = fault.trigger
        guard fault.channel == nil || fault.channel == answer.channel,
            trigger.states.isEmpty || trigger.states.contains(occasion.state)
        else { return false }
        if let pattern = trigger.pattern {
            guard try pattern.match(occasion.line) != nil else { return false }
        } else if answer.bytes.isEmpty {
            return false
        }
        occasions += 1
        if let hit = trigger.hit, occasions < hit { return false }
        if let probability = trigger.probability, dice.unit() >= probability { return false }
        strikes += 1
        return true
    }
}
