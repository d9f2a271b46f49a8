public import RigModel
internal import Patterns

extension BoardMachine {
    /// Bytes came from the rig. How they are cut into pieces makes no difference.
    public mutating func received(
        _ bytes: some Sequence<UInt8>, on channel: Channel, at time: VirtualTime
    ) -> [BoardAction] {
        var actions = tick(at: time)
        guard isPowered, let echo = script.channels[channel]?.echo else { return actions }
        var echoed: [UInt8] = []
        for byte in bytes {
            counters[channel].bytesReceived += 1
            if echo { echoed.append(byte) }
            guard let line = assemble(byte, on: channel) else { continue }
            send(echoed, on: channel, &actions)
            echoed = []
            accept(line, on: channel, &actions)
            advance(to: now, &actions)
            guard isPowered else { return actions }
        }
        send(echoed, on: channel, &actions)
        return actions
    }

    private mutating func assemble(_ byte: UInt8, on channel: Channel) -> [UInt8]? {
        let before = lines[channel]?.assembler.overflows ?? 0
        let line = lines[channel]?.assembler.receive(byte)
        counters[channel].overruns += (lines[channel]?.assembler.overflows ?? 0) - before
        return line ?? nil
    }

    private mutating func accept(_ line: [UInt8], on channel: Channel, _ actions: inout [BoardAction]) {
        counters[channel].linesReceived += 1
        trace.note(.received(channel, line), at: now)
        do { try referee.saw(line, on: channel, at: now) } catch { report("assert: \(error)") }
        let unit = script.unit(of: channel)
        if units[unit]?.enqueue(line, from: channel) == false { counters[channel].overruns += 1 }
        serve(unit, &actions)
    }

    /// Takes waiting lines until one keeps the unit busy.
    mutating func serve(_ unit: Channel, _ actions: inout [BoardAction]) {
        while let (channel, line) = units[unit]?.dequeue() {
            guard let answer = respond(to: line, on: channel, of: unit) else { continue }
            units[unit]?.busy = true
            agenda.plan(.finish(unit: unit, answer), at: now + answer.delay)
        }
    }

    /// Carries out the first rule that fits; nil where nothing is to be said or waited for.
    private mutating func respond(to line: [UInt8], on channel: Channel, of unit: Channel) -> Answer? {
        guard let state = units[unit]?.state, let (rule, captures) = rule(for: line, on: channel, in: state) else {
            return nil
        }
        var surroundings = surroundings(on: channel, captures: captures)
        let target = rule.replyOn ?? channel
        let endOfLine = script.channels[target]?.endOfLine.bytes ?? []
        var answer = Answer(channel: target, bytes: [], endOfLine: endOfLine, delay: rule.delay.draw(with: &dice))
        do {
            try assign(rule.assignments, of: unit, in: &surroundings)
            if let next = rule.nextState { units[unit]?.state = next }
            for template in rule.reply { answer.bytes += try template.bytes(in: surroundings) + endOfLine }
            try strike(&answer, on: FaultOccasion(line: line, state: state, surroundings: surroundings))
        } catch {
            report("\(rule.location): \(error)")
        }
        return answer.bytes.isEmpty && answer.delay == .zero && answer.plug == nil ? nil : answer
    }

    private mutating func rule(
        for line: [UInt8], on channel: Channel, in state: String
    ) -> (rule: Rule, captures: [String: [UInt8]])? {
        for rule in script.rules where rule.concerns(channel, in: state) {
            do {
                guard let match = try rule.pattern.match(line) else { continue }
                return (rule, match.captures.mapValues { Array(line[$0]) })
            } catch {
                report("\(rule.location): \(error)")
            }
        }
        return nil
    }

    private mutating func assign(
        _ assignments: [Rule.Assignment], of unit: Channel, in surroundings: inout Surroundings
    ) throws(EvaluationError) {
        for assignment in assignments {
            let value = try assignment.expression.value(in: surroundings, using: &dice)
            surroundings.variables[assignment.variable] = value
            units[unit]?.variables[assignment.variable] = value
        }
    }

    func surroundings(on channel: Channel, captures: [String: [UInt8]] = [:]) -> Surroundings {
        var variables = units[script.unit(of: channel)]?.variables ?? initialVariables
        variables[Surroundings.channelName] = .text(channel.description)
        return Surroundings(captures: captures, variables: variables)
    }
}
