internal import RigModel

/// A fault that may still strike or lasts: what it has done, and what is left of it.
public struct FaultStanding: Sendable {
    public let fault: Fault
    /// How often it has struck since it was armed.
    public let strikes: Int
    /// How often it may strike yet; nil: without end, or as long as `timeLeft` says.
    public let strikesLeft: Int?
    /// How long it may strike or lasts yet, by the board's own time; nil: without end.
    public let timeLeft: Duration?
    /// Whether it has struck and goes on.
    public let lasts: Bool

    /// `struck 2 times, 3 strikes left`, `21 s left`; empty where nothing has happened and nothing ends it. That what lasts
    /// has struck goes without saying.
    public var text: String {
        var parts: [String] = []
        if strikes > (lasts ? 1 : 0) { parts.append(strikes == 1 ? "struck once" : "struck \(strikes) times") }
        if let strikesLeft, strikesLeft > 0 { parts.append("\(strikesLeft) strike\(strikesLeft == 1 ? "" : "s") left") }
        if let timeLeft { parts.append("\(Self.seconds(timeLeft)) left") }
        if lasts, timeLeft == nil { parts.append("until cleared") }
        return parts.joined(separator: ", ")
    }

    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        return milliseconds < 1_000 ? "\(milliseconds) ms" : "\(milliseconds / 1_000) s"
    }
}

extension BoardMachine {
    /// ``armedFaults`` as they stand at a time that may be later than anything the machine was told.
    public func faultStandings(at time: VirtualTime) -> [FaultStanding] {
        let going = lasting.filter { !$0.isOver(at: time) }
        let waiting = armed.filter { armed in
            !armed.isSpent(at: time) && !going.contains { $0.fault.id == armed.fault.id }
        }
        return waiting.map { $0.standing(at: time) }
            + going.map { one in
                one.standing(
                    at: time, strikesLeft: armed.first { $0.fault.id == one.fault.id }?.standing(at: time).strikesLeft)
            }
    }
}
