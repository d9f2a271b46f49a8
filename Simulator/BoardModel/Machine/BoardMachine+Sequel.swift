internal import RigModel

/// What follows an answer after a while, and what follows the opening of a port.
extension BoardMachine {
    /// Something that a rule says behind its answer, ready to be sent.
    struct Sequel: Sendable {
        let after: Duration
        let channel: Channel
        let bytes: [UInt8]
    }

    /// What the rule says behind its answer.
    mutating func sequel(
        of rule: Rule, behind answer: Answer, in surroundings: Surroundings
    ) throws(EvaluationError) -> [Sequel] {
        var sequel: [Sequel] = []
        for emission in rule.sequel {
            sequel.append(
                Sequel(
                    after: emission.after.draw(with: &dice), channel: emission.channel ?? answer.channel,
                    bytes: try emission.text.bytes(in: surroundings)))
        }
        return sequel
    }

    /// Says the first of them when its time has come.
    ///
    /// - Parameter unit: is busy until all is said; nil: none is.
    mutating func plan(_ sequel: ArraySlice<Sequel>, keeping unit: Channel?) {
        guard let first = sequel.first else { return }
        if let unit { units[unit]?.busy = true }
        agenda.plan(.goOn(unit: unit, sequel), at: now + first.after)
    }

    mutating func goOn(_ sequel: ArraySlice<Sequel>, keeping unit: Channel?, _ actions: inout [BoardAction]) {
        guard let first = sequel.first else { return }
        send(first.bytes, on: first.channel, &actions)
        let rest = sequel.dropFirst()
        guard rest.isEmpty else { return plan(rest, keeping: unit) }
        guard let unit else { return }
        units[unit]?.busy = false
        serve(unit, &actions)
    }

    /// A port has been opened: plans what the board says then.
    mutating func planOpening(of channel: Channel) {
        lines[channel]?.visits += 1
        guard let visit = lines[channel]?.visits, let state = state(of: channel) else { return }
        for (index, output) in script.opening.enumerated()
        where output.channel == channel && (output.states.isEmpty || output.states.contains(state)) {
            agenda.plan(.opening(index, visit: visit), at: now + output.after.draw(with: &dice))
        }
    }

    mutating func sayOpening(_ index: Int, visit: Int, _ actions: inout [BoardAction]) {
        let output = script.opening[index]
        guard lines[output.channel]?.visits == visit else { return }
        say(output.text, on: output.channel, &actions)
    }
}
