internal import Patterns
internal import RigModel

/// A fault that waits for its occasions, and how many it has seen.
struct ArmedFault: Sendable {
    let fault: Fault
    /// Not sooner.
    let due: VirtualTime
    private let expiry: VirtualTime?
    private var occasions = 0
    private(set) var strikes = 0
    /// The last line of each channel that was an occasion while it was being sent.
    private var lastLines: [Channel: Int] = [:]

    init(_ fault: Fault, at time: VirtualTime) {
        self.fault = fault
        due = time + fault.trigger.after
        expiry = fault.kind.lasts ? nil : fault.lifetime.map { time + $0 }
    }

    func isSpent(at time: VirtualTime) -> Bool {
        if let times = fault.times, strikes >= times { return true }
        return expiry.map { time >= $0 } ?? false
    }

    /// Whether it waits for this, and may strike now.
    func waits(for occasion: Fault.Occasion, at time: VirtualTime) -> Bool {
        fault.occasion == occasion && time >= due && !isSpent(at: time)
    }

    func standing(at time: VirtualTime) -> FaultStanding {
        FaultStanding(
            fault: fault, strikes: strikes, strikesLeft: fault.times.map { $0 - strikes },
            timeLeft: expiry.map { $0 - time }, lasts: false)
    }

    /// Strikes without further conditions.
    mutating func strike() { strikes += 1 }

    /// Whether it has had its occasion with a line that is being sent: each is one, though it comes byte by byte.
    func hasSeen(_ number: Int, of channel: Channel) -> Bool { lastLines[channel] == number }

    /// Whether the fault strikes on this occasion; counts it either way.
    /// - Parameters:
    ///   - line: what the pattern has to fit; nil where there is none yet.
    ///   - number: of a line that is being sent.
    mutating func strikes(
        on line: [UInt8]?, number: Int? = nil, of channel: Channel, in state: String?, using dice: inout SeededGenerator
    ) throws(MatchLimitExceeded) -> Bool {
        let trigger = fault.trigger
        guard fault.channel == nil || fault.channel == channel,
            trigger.states.isEmpty || state.map(trigger.states.contains) == true
        else { return false }
        if let pattern = trigger.pattern {
            guard let line, try pattern.match(line) != nil else { return false }
        }
        lastLines[channel] = number
        occasions += 1
        if let hit = trigger.hit, occasions < hit { return false }
        if let probability = trigger.probability, dice.unit() >= probability { return false }
        strikes += 1
        return true
    }
}
