internal import BoardModel
internal import RigModel

/// What must come of a fault whose bytes are known, or known to be random: the plan's own words decide, tried on the
/// answers that the unit gives when it is well.
struct Forecast {
    /// Random bytes are drawn so often; what all draws agree on is certain.
    private static let draws = 24

    let target: CampaignTarget
    let baseline: Baseline
    /// Real seconds for one second of the boards' time.
    let scale: Double

    /// What a fault adds to the line is passed over, is noticed, or the plan does not say.
    func ofAdded(_ specimen: Specimen) throws -> Expectation {
        switch specimen.entry.name {
        case "banner_reboot": try instead(Specimen.banner)
        case "garbage": try garbled(onItsOwn: specimen.parameters["place"] == "line")
        case "echo": try echoed()
        case "flood": try flooded(for: specimen.parameters["for"].flatMap(Specimen.duration))
        case "noise_at_boot": atBoot
        default: .either
        }
    }

    /// Another text in place of the answer: as good as the plan takes it.
    func instead(_ text: String) throws -> Expectation {
        guard let reading = baseline.readings[target.step] else { return .either }
        switch try reading.meaning(of: [Array(text.utf8)]) {
        case .good, .doubtful: return .inBand
        case .bad, .nothing: return .detected
        }
    }

    /// The beginning of the answer and nothing behind it.
    func cutShort(keep: Int?) throws -> Expectation {
        try agreed { reading, frames, _ in
            let text = Array(frames.joined(separator: [0x0A]))
            // How long the line ends are is the board's business.
            let slack = frames.count > 1 ? frames.count : 0
            let half = keep ?? text.count / 2
            return try (max(0, half - slack)...half + slack).map {
                try reading.meaning(of: StopCheck.lines(Array(text.prefix($0))))
            }
        }
    }

    /// Whether an answer is still good with these bytes right in front of it, or only at the next attempt.
    func survives(_ bytes: [UInt8]) throws -> Bool {
        guard let reading = baseline.readings[target.step] else { return false }
        if reading.step.retries.count > 0, reading.step.retries.causes.contains(.noMatch) { return true }
        return try agreed { reading, frames, _ in [try reading.meaning(of: Self.prefixed(frames, bytes))] }
            == .transparent
    }

    private func garbled(onItsOwn: Bool) throws -> Expectation {
        try agreed { reading, frames, dice in
            try (0..<Self.draws).map { _ in
                let noise = (0..<12).map { _ in Self.anyByte(&dice) }
                return try reading.meaning(of: onItsOwn ? [noise] + frames : Self.prefixed(frames, noise))
            }
        }
    }

    /// From the struck command on every command comes back in front of its answer. The rig has had answers without an
    /// echo by then, so that `echo: auto` leaves none out any more.
    private func echoed() throws -> Expectation {
        var found = Expectation.transparent
        for step in later where step.port == step.listen && step.echo != .on {
            guard case .sendText(let text) = step.action, !step.levels.isEmpty else { continue }
            let meaning =
                text.contains("${")
                ? .either
                : try agreed(at: step) { reading, frames, _ in
                    [try reading.meaning(of: [Array(text.utf8)] + frames)]
                }
            if meaning == .detected, !step.forgives { return .detected }
            if meaning != .transparent { found = .either }
        }
        return found
    }

    /// Lines that mean nothing are passed over, but by steps that count or collect them; a later attempt at those may
    /// come behind the flood or not.
    private func flooded(for time: Duration?) throws -> Expectation {
        guard let time, let struck = baseline.readings[target.step]?.step else { return .either }
        for step in [struck] + later where !step.levels.isEmpty && step.listen == struck.listen {
            guard step.noMatchAfter == nil, step.timeout > time + backlog(of: time, on: step.listen) else {
                return .either
            }
            let meaning = try agreed(at: step) { reading, frames, dice in
                try (0..<Self.draws).map { _ in
                    try reading.meaning(of: [(0..<62).map { _ in UInt8(dice.integer(in: 0x21...0x7E)) }] + frames)
                }
            }
            if meaning != .transparent { return .either }
        }
        return .transparent
    }

    /// For how long an answer may have to wait behind a flood on a slow line, with some to spare.
    private func backlog(of time: Duration, on port: String) -> Duration {
        let bytes = Specimen.floodRate * Double(time.milliseconds) / 1_000
        let rate = Double(baseline.unit.port(port)?.line.baud ?? 9_600) / 10 / scale
        return .seconds(bytes / rate) + .milliseconds(250)
    }

    /// What comes when the port is opened is over when the line has settled; or a second attempt is behind it.
    private var atBoot: Expectation {
        let unit = baseline.unit
        for port in unit.ports where port.settle == .zero {
            let steps = Phase.allCases.flatMap { unit[$0].steps }
            // Who never listens there never hears it.
            guard let first = steps.first(where: { $0.listen == port.alias && !$0.levels.isEmpty }) else { continue }
            guard first.retries.count > 0, first.retries.causes.contains(.noMatch) else { return .either }
        }
        return .transparent
    }

    /// How the line is told to wait on which the struck answer comes.
    var flow: LineSettings.Flow {
        baseline.unit.ports.first { $0.channel == target.listens }?.line.flow ?? .none
    }

    /// The steps that come after the struck one and listen on the same channel.
    private var later: [StepPlan] { rest.filter { baseline.unit.port($0.listen)?.channel == target.listens } }

    /// The steps that come after the struck one.
    var rest: [StepPlan] {
        let unit = baseline.unit
        let steps = Phase.allCases.flatMap { phase in unit[phase].steps.map { (phase: phase, step: $0) } }
        guard let place = steps.firstIndex(where: { $0.step.id == target.step }) else { return [] }
        let isLooped = target.phase == .test && unit.test.loop != .once
        return (isLooped ? steps.filter { $0.phase >= .test } : Array(steps[(place + 1)...])).map(\.step)
    }

    /// What all the meanings say that a disturbance gives the healthy answers of a step.
    private func agreed(
        at step: StepPlan? = nil,
        _ meanings: (StepReading, [[UInt8]], inout SeededGenerator) throws -> [StepReading.Meaning]
    ) throws -> Expectation {
        let id = step?.id ?? target.step
        guard let reading = baseline.readings[id], let answers = baseline.answers[id], !answers.isEmpty else {
            return .either
        }
        var dice = SeededGenerator(seed: 1)
        var all: Set<StepReading.Meaning> = []
        for answer in answers { all.formUnion(try meanings(reading, reading.frames(of: answer), &dice)) }
        if all == [.good] { return .transparent }
        return all.isDisjoint(with: [.good, .doubtful]) ? .detected : .either
    }

    private static func prefixed(_ frames: [[UInt8]], _ bytes: [UInt8]) -> [[UInt8]] {
        frames.isEmpty ? [bytes] : [bytes + frames[0]] + frames.dropFirst()
    }

    /// As the fault draws them: none that ends a line.
    private static func anyByte(_ dice: inout SeededGenerator) -> UInt8 {
        while true {
            let byte = UInt8(dice.integer(in: 0...255))
            if byte != 0x0A, byte != 0x0D { return byte }
        }
    }
}

extension StepPlan {
    /// The plan itself says that silence, or an answer that nothing fits, is no more than a warning here.
    var forgives: Bool { onTimeout == .warn || noMatch == .warn }
}
