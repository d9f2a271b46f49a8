/// What a fault may make of a verdict, if the rig is honest: a campaign holds the rig against it.
public struct FaultOracle: Sendable, Hashable, CustomStringConvertible {
    public enum Demand: String, Sendable, Hashable, CaseIterable {
        /// The verdict is as without the fault.
        case transparent
        /// Never PASS, and never WARN either: something was wrong.
        case mustDetect = "must-detect"
        /// Valid bytes that mean something else: no plan need notice, and one that does is right too.
        case inBand = "in-band"
    }
    /// When a demand holds.
    public enum Condition: String, Sendable, Hashable, CaseIterable {
        case always
        /// What the fault delays comes after the deadline of the step that it strikes.
        case pastDeadline = "past the deadline"
        /// The plan does not ignore the bytes that the fault adds.
        case notIgnored = "where the plan does not ignore it"
        /// The rig has had the time to notice and to look again.
        case afterRecovery = "after recovery"
    }
    /// What must be so besides.
    public enum Duty: String, Sendable, Hashable, CaseIterable {
        /// The verdict is ERROR: the line failed, and not the unit.
        case error = "ERROR"
        case errorNamingHolder = "ERROR naming the holder"
        /// The port has its right name afterwards, or is refused.
        case identityOrRefused = "identity right, or refused"
        case nothingElseStalls = "nothing else stalls"
    }

    /// What holds where the condition does.
    public let demand: Demand
    public let condition: Condition
    /// What holds where it does not; the same as `demand` where the condition is `always`.
    public let otherwise: Demand
    public let duty: Duty?

    init(_ demand: Demand, when condition: Condition = .always, otherwise: Demand? = nil, duty: Duty? = nil) {
        self.demand = demand
        self.condition = condition
        self.otherwise = otherwise ?? demand
        self.duty = duty
    }

    /// `must-detect past the deadline, else transparent`.
    public var description: String {
        var text = demand.rawValue
        if condition != .always { text += " " + condition.rawValue }
        if otherwise != demand { text += ", else " + otherwise.rawValue }
        if let duty { text += "; " + duty.rawValue }
        return text
    }
}
