internal import BoardModel
internal import RigModel

/// What an oracle demands of one run, now that the plan's step and the fault's parameters are known.
public enum Expectation: Sendable, Hashable, CustomStringConvertible {
    /// The verdict is as without the fault.
    case transparent
    /// Never a good verdict.
    case detected
    /// The verdict is ERROR; naming whoever holds the port, where that is to be told.
    case error(namesHolder: Bool)
    /// Other bytes that are valid: good or bad, and not the rig's own failure.
    case inBand
    /// The plan's patterns decide: as without the fault, or bad, and not the rig's own failure.
    case either
    /// As `either`, or ERROR: the plug may have been pulled when all was done.
    case anything

    /// Nearer to a deadline than this, either side of it is right.
    private static let margin = Duration.milliseconds(750)

    public init(of specimen: Specimen, at target: CampaignTarget) {
        let oracle = specimen.entry.oracle
        switch oracle.condition {
        case .always: self = Self.plain(oracle.demand, oracle.duty)
        case .afterRecovery: self = .transparent
        case .pastDeadline: self = Self.late(specimen, target, oracle)
        case .notIgnored:
            // A banner in place of the answer, and noise in the same frame, are noticed by patterns that want the whole of it;
            // noise in frames of its own is passed over.
            let isInFrame =
                specimen.entry.name == "banner_reboot"
                || specimen.entry.name == "garbage" && specimen.parameters["place"] == nil
            self = isInFrame && target.isWhole ? .detected : .either
        }
        if specimen.entry.name == "partial_line", !target.isWhole { self = .either }
        if target.isLast, specimen.lasts { self = self.afterTheLast }
        if target.forgives, self == .detected { self = .either }
    }

    private static func plain(_ demand: FaultOracle.Demand, _ duty: FaultOracle.Duty?) -> Expectation {
        switch (demand, duty) {
        case (.transparent, _): .transparent
        case (.inBand, _): .inBand
        case (.mustDetect, .error?): .error(namesHolder: false)
        case (.mustDetect, .errorNamingHolder?): .error(namesHolder: true)
        case (.mustDetect, .identityOrRefused?): .error(namesHolder: false)
        case (.mustDetect, .nothingElseStalls?), (.mustDetect, nil): .detected
        }
    }

    private static func late(
        _ specimen: Specimen, _ target: CampaignTarget, _ oracle: FaultOracle
    ) -> Expectation {
        guard let lateness = specimen.lateness(at: target) else { return plain(oracle.demand, oracle.duty) }
        // An answer to the first attempt that comes during the second is one to that as well.
        if lateness >= target.span + margin { return plain(oracle.demand, oracle.duty) }
        return lateness + margin <= target.timeout ? plain(oracle.otherwise, nil) : .either
    }

    /// Where the last answer has come before the fault does its worst.
    private var afterTheLast: Expectation {
        switch self {
        case .error(namesHolder: false): .anything
        case .detected: .either
        default: self
        }
    }

    public var description: String {
        switch self {
        case .transparent: "transparent"
        case .detected: "must-detect"
        case .error(namesHolder: false): "ERROR"
        case .error(namesHolder: true): "ERROR naming the holder"
        case .inBand: "in-band"
        case .either: "transparent or detected"
        case .anything: "transparent, detected or ERROR"
        }
    }
}
