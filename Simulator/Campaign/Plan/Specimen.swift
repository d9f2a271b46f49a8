public import BoardModel
public import RigModel

/// A fault as a campaign strikes with it: a kind with its parameters.
public struct Specimen: Sendable, Hashable, CustomStringConvertible {
    /// How much else a fault concerns, which must rest meanwhile.
    public enum Reach: Int, Sendable, Hashable, CaseIterable, Comparable {
        case channel, board, world
        public static func < (left: Reach, right: Reach) -> Bool { left.rawValue < right.rawValue }
    }
    /// Whether it is armed for one channel of the board.
    var isOfChannel: Bool { reach == .channel || ["held_port", "baud_mismatch"].contains(entry.name) }

    /// When it is armed.
    public enum Moment: Sendable, Hashable {
        /// Before the run; it strikes when the board hears the step's command.
        case atCommand
        /// Before the run; it strikes by itself.
        case beforeRun
        /// Before the run, once the board has been without power.
        case afterPowerOn
        /// Some time before the run: the rig is to get over it.
        case longBefore
        /// While the run goes on.
        case inRun
    }

    public let entry: FaultEntry
    /// As the catalogue writes it.
    public let text: String
    /// By name, as scripts write them.
    public private(set) var parameters: [String: String]

    /// Every fault of the catalogue that there is in a world, as it is armed in campaigns.
    public static let all: [Specimen] = FaultCatalogue.entries.filter { $0.transports.contains(.world) }.flatMap {
        entry in
        (entry.specimens + furtherSpecimens(of: entry)).map { Specimen(entry: entry, text: $0) }
    }
    /// Of which it depends on the bench or on the plan what they are.
    private static func furtherSpecimens(of entry: FaultEntry) -> [String] {
        switch entry.name {
        case "replace": Replacement.specimens
        case "replug": NewSerial.specimens
        default: []
        }
    }

    /// With which serial number a board comes back: its own with a letter behind it, or that of another board.
    public enum NewSerial: String, Sendable, Hashable, CaseIterable {
        case another, duplicate
        fileprivate static let specimens = allCases.map { "replug:after=1s,serial=\($0.rawValue)" }
    }
    public var newSerial: NewSerial? { parameters["serial"].flatMap(NewSerial.init) }

    /// What takes the place of an answer, where that depends on the unit's other answers.
    public var replacement: Replacement? { parameters["with"].flatMap(Replacement.init) }

    /// The same fault with the words that it has for a unit.
    ///
    /// - Throws: ``Replacement/Missing`` where the unit has none; or what a pattern of the plan throws that gives up.
    public func worded(at target: CampaignTarget, on baseline: Baseline) throws -> Specimen {
        guard let text = try replacement?.text(at: target, on: baseline) else { return self }
        var worded = self
        // Or it would be read as the beginning of a variable.
        worded.parameters["with"] = text.replacing("${", with: "$${")
        return worded
    }

    /// What the board says in place of its answer.
    var saying: String? { parameters["with"]?.replacing("$${", with: "${") }

    public init(entry: FaultEntry, text: String) {
        self.entry = entry
        self.text = text
        let parts = text.split(separator: ":", maxSplits: 1)
        var parameters: [String: String] = [:]
        for assignment in parts.count == 2 ? parts[1].split(separator: ",") : [] {
            let sides = assignment.split(separator: "=", maxSplits: 1)
            if sides.count == 2 { parameters[String(sides[0])] = String(sides[1]) }
        }
        self.parameters = parameters
    }

    public var description: String { text }

    public var reach: Reach {
        switch entry.name {
        case "hub_pull", "netlink_overflow": .world
        // The other board loses its name as well.
        case "replug" where newSerial == .duplicate: .world
        // Its board gets new power before it is used again.
        case "baud_mismatch": .board
        case "unplug", "replug", "noise_at_boot": .board
        default: entry.carrier == .board ? .channel : .board
        }
    }

    public var moment: Moment {
        if entry.oracle.condition == .afterRecovery { return .longBefore }
        switch entry.name {
        case "noise_at_boot": return .afterPowerOn
        case "hub_pull": return .inRun
        case "held_port": return .beforeRun
        default: return parameters["at"] == "opening" ? .beforeRun : .atCommand
        }
    }

    /// Whether it cuts the line of the run that is judged, so that its STOP may be in vain.
    public var cuts: Bool { ["unplug", "replug", "hub_pull"].contains(entry.name) }

    /// Whether the board may hear less than was sent to it, so that what it has heard is no measure.
    public var deafens: Bool {
        cuts || ["stop_reading", "xoff", "baud_mismatch", "banner_reboot"].contains(entry.name)
    }

    /// Whether it may keep the rig from sending: what nobody hears fills the buffers, and where XOFF is heeded one byte is
    /// enough, were it among random ones.
    public func mayHold(_ flow: LineSettings.Flow) -> Bool {
        isDeaf
            || flow == .xonxoff && ["garbage", "noise_at_boot", "corrupt_bits", "baud_mismatch"].contains(entry.name)
    }

    /// Whether the board hears nothing while it lasts.
    var isDeaf: Bool { ["stop_reading", "xoff"].contains(entry.name) }

    /// Whether something of it may remain, so that a run without a fault has to show that nothing does.
    public var mayRemain: Bool { deafens || reach > .channel }

    /// Whether it is the line that has the fault, and not an answer.
    var isOfLine: Bool {
        ["stop_reading", "xoff", "baud_mismatch", "echo", "flood"].contains(entry.name)
    }

    /// Whether the same bytes come with other rests between them, twice, or with other ends of lines, which is all the
    /// same where lines are frames.
    var movesFrames: Bool {
        ["fragment", "merge", "wrong_eol", "stale_answer", "duplicate_answer"].contains(entry.name)
    }

    /// Whether its board must be on a hub.
    var needsHub: Bool { entry.name == "hub_pull" }

    /// Whether it strikes behind the answer to the command that it waits for, so that what comes later decides.
    public var isBehindTheAnswer: Bool {
        switch entry.name {
        case "unplug", "replug": moment == .atCommand && parameters["at"] == nil
        default: isDeaf
        }
    }

    /// What a board says in place of an answer when it starts anew: known, so that the plan can be asked about it.
    static let banner = "BOOT 1.0"
    /// Of a flood; bytes in a real second.
    static let floodRate = 20_000.0

    /// How late it makes an answer, in real time; nil: for ever.
    ///
    /// What is meant to be too late is so late that no attempt at the step can have it for its own.
    func lateness(at target: CampaignTarget) -> Duration? {
        switch entry.name {
        case "no_answer": return nil
        case "late_answer":
            let delay = parameters["delay"].flatMap(Self.duration) ?? Self.tooLate
            return delay < Self.tooLate ? delay : max(delay, target.span + .seconds(1))
        case "stop_reading", "xoff": return parameters["for"].flatMap(Self.duration)
        default: return .zero
        }
    }
    private static let tooLate = Duration.seconds(1)

    /// The parameters with durations in a board's own time, where real seconds are `scale` of its seconds.
    public func parameters(at target: CampaignTarget, scale: Double) -> [String: String] {
        var parameters = parameters
        if entry.name == "late_answer", let lateness = lateness(at: target) {
            parameters["delay"] = "\(lateness.milliseconds)ms"
        }
        if entry.name == "banner_reboot" { parameters["text"] = Self.banner }
        if entry.name == "flood" { parameters["rate"] = "\(max(1, Int64((Self.floodRate * scale).rounded())))" }
        // The machine that the boards are plugged into knows only real time.
        guard scale != 1, entry.carrier == .board else { return parameters }
        for name in Self.times {
            guard let duration = parameters[name].flatMap(Self.duration) else { continue }
            parameters[name] = "\(Int64((Double(duration.nanoseconds) / 1_000_000 / scale).rounded()))ms"
        }
        return parameters
    }
    /// The parameters that may be durations; what only looks like one is an answer.
    public static let times: Set<String> = ["delay", "gap", "after", "for", "at"]

    /// What lets it pass over the commands before this one that are the same. An answer is struck at each attempt, and a
    /// fault that counts commands would strike once by itself.
    func counting(_ number: Int) -> [String: String] {
        guard number > 1 else { return [:] }
        let strikesAnswers = entry.carrier == .board && !cuts && !isOfLine
        return ["hit": "\(number)"].merging(strikesAnswers ? ["for": "1000"] : [:]) { $1 }
    }

    /// `20ms`, `3s`; nil for anything else, ranges among it.
    static func duration(_ text: String) -> Duration? {
        for (unit, factor) in [("ms", 1.0), ("s", 1_000.0), ("m", 60_000.0)] where text.hasSuffix(unit) {
            guard let amount = Double(text.dropLast(unit.count)), amount >= 0, amount < 1e6 else { continue }
            return .microseconds(Int64((amount * factor * 1_000).rounded()))
        }
        return nil
    }
}
