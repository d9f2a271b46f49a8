internal import BoardModel
internal import RigModel

/// What strikes behind an answer shows in the steps that come later, or not at all.
extension Forecast {
    /// So much at least is taken from the rig though nobody reads it, in bytes.
    private static let room = 1_024

    /// - Parameters:
    ///   - found: what was to come of it if it struck the answer.
    ///   - margin: nearer to a deadline than this, either side of it is right.
    func behindTheAnswer(_ found: Expectation, _ specimen: Specimen, margin: Duration) -> Expectation {
        guard specimen.isDeaf else {
            return rest.contains(where: \.usesALine) || found == .transparent ? found : .anything
        }
        let commands = rest.filter { baseline.unit.port($0.port)?.channel == target.channel && $0.sends }
        if found == .detected {
            // Where XOFF is heeded not even a command gets out, which no plan forgives.
            let isHeld = specimen.entry.name == "xoff" && flow == .xonxoff && !commands.isEmpty
            if isHeld || commands.contains(where: { !$0.levels.isEmpty && $0.onTimeout != .warn }) { return .detected }
            return commands.contains { $0.length > Self.room } ? .maybeHeld : .either
        }
        guard found == .transparent, let lateness = specimen.lateness(at: target) else { return found }
        return commands.allSatisfy { $0.levels.isEmpty || $0.timeout >= lateness + margin } ? .transparent : .either
    }
}

extension StepPlan {
    fileprivate var sends: Bool { length > 0 }
    fileprivate var usesALine: Bool { sends || action == .listen }

    /// Of what it sends, in bytes; with its end of line at least 1.
    fileprivate var length: Int {
        switch action {
        case .sendText(let text): text.utf8.count + 1
        case .sendBytes(let bytes): bytes.count
        case .sendFile(_, let content): content.count
        case .listen, .wait, .operator: 0
        }
    }
}
