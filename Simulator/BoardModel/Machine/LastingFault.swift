internal import RigModel

/// A fault that has struck and goes on.
struct LastingFault: Sendable {
    let fault: Fault
    /// How often it had struck since it was armed when it began to last.
    let strikes: Int
    /// nil: until it is cleared.
    var end: VirtualTime?

    func isOver(at time: VirtualTime) -> Bool { end.map { time >= $0 } ?? false }
    func concerns(_ channel: Channel) -> Bool { fault.channel == nil || fault.channel == channel }

    /// - Parameter strikesLeft: of the same fault as it is armed; nil where it is spent.
    func standing(at time: VirtualTime, strikesLeft: Int?) -> FaultStanding {
        FaultStanding(
            fault: fault, strikes: strikes, strikesLeft: strikesLeft ?? fault.times.map { max(0, $0 - strikes) },
            timeLeft: end.map { $0 - time }, lasts: true)
    }

    var line: LineFault? { if case .line(let fault) = fault.kind { fault } else { nil } }
}
