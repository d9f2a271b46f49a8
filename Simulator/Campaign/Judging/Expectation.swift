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
    /// Chance decides, or the time that things take: as without the fault, or bad, and not the rig's own failure.
    case either
    /// As `either`, or ERROR: the plug may have been pulled when all was done.
    case anything
    /// As `either`, or ERROR: the line may take nothing more, as nobody reads it, or as an XOFF is among random bytes and
    /// the plan has the rig heed it.
    case maybeHeld

    /// Nearer to a deadline than this, either side of it is right.
    private static let margin = Duration.milliseconds(750)

    /// - Parameters:
    ///   - baseline: how the unit's steps read their answers, and what those are when it is well.
    ///   - scale: real seconds for one second of the boards' time.
    /// - Throws: where a pattern of the plan gives up.
    public init(of specimen: Specimen, at target: CampaignTarget, on baseline: Baseline, scale: Double) throws {
        let oracle = specimen.entry.oracle
        let forecast = Forecast(target: target, baseline: baseline, scale: scale)
        switch (specimen.entry.name, oracle.condition) {
        case ("partial_line", _):
            let found = try forecast.cutShort(keep: specimen.parameters["keep"].flatMap { Int($0) })
            // A beginning that is as good as the whole is another answer.
            self = found == .transparent ? .inBand : found
        case ("replace", _): self = try specimen.saying.map(forecast.instead) ?? .inBand
        case (_, .notIgnored): self = try forecast.ofAdded(specimen)
        case (_, .always): self = Self.plain(oracle.demand, oracle.duty)
        case (_, .afterRecovery): self = .transparent
        case (_, .pastDeadline):
            self = Self.late(specimen, target, oracle)
            // Without flow control XOFF is a byte in front of the answer.
            if specimen.entry.name == "xoff", self == .transparent, forecast.flow != .xonxoff,
                try !forecast.survives([0x13])
            {
                self = .either
            }
        }
        if self == .transparent, specimen.movesFrames, baseline.readings[target.step] == nil { self = .either }
        if specimen.isBehindTheAnswer {
            self = forecast.behindTheAnswer(self, specimen, margin: Self.margin)
        } else if target.forgives, self == .detected {
            self = .either
        }
        let isUncertain = [.transparent, .either, .inBand].contains(self)
        if isUncertain, !specimen.isDeaf, specimen.mayHold(forecast.flow) { self = .maybeHeld }
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

    public var description: String {
        switch self {
        case .transparent: "transparent"
        case .detected: "must-detect"
        case .error(namesHolder: false): "ERROR"
        case .error(namesHolder: true): "ERROR naming the holder"
        case .inBand: "in-band"
        case .either: "transparent or detected"
        case .anything: "ERROR unless too late"
        case .maybeHeld: "transparent, detected or ERROR"
        }
    }
}
