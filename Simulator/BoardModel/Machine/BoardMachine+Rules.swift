public import RigModel
internal import Patterns

extension BoardMachine {
    /// Bytes came from the rig. How they are cut into pieces makes no difference.
    public mutating func received(
        _ bytes: some Sequence<UInt8>, on channel: Channel, at time: VirtualTime
    ) -> [BoardAction] {
        var actions = tick(at: time)
        hear(Array(bytes), on: channel, &actions)
        return actions
    }

    mutating func hear(_ bytes: [UInt8], on channel: Channel, _ actions: inout [BoardAction]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard isPowered, script.channels[channel] != nil else { return }
            guard !isDeaf(channel) else { return keep(rest, on: channel) }
            let taken = hearLine(rest, on: channel, &actions)
            rest = rest.dropFirst(taken)
        }
    }

    /// Hears up to the end of a line, or all. Returns how many bytes that were.
    private mutating func hearLine(
        _ bytes: ArraySlice<UInt8>, on channel: Channel, _ actions: inout [BoardAction]
    ) -> Int {
        let echoes = isEchoing(channel)
        let rates = mismatch(on: channel).map { LineRates(sender: $0.rig, receiver: $0.board) }
        let mayBePulled = armed.contains { $0.waits(for: .writing, at: now) }
        let hasLines = script.channels[channel]?.endOfLine != .raw
        for (index, sent) in bytes.enumerated() {
            counters[channel].bytesReceived += 1
            let heard = rates?.received(sent) ?? [sent]
            guard hasLines else {
                if echoes { send(heard, on: channel, &actions) }
                for byte in heard { hear(byte, on: channel, &actions) }
                advance(to: now, &actions)
                return index + 1
            }
            var lines: [[UInt8]] = []
            for byte in heard { if let line = assemble(byte, on: channel) { lines.append(line) } }
            guard lines.isEmpty else {
                if echoes {
                    send(bytes.prefix(index + 1).flatMap { rates?.received($0) ?? [$0] }, on: channel, &actions)
                }
                for line in lines { accept(line, on: channel, &actions) }
                advance(to: now, &actions)
                return index + 1
            }
            if mayBePulled, strikeWriting(on: channel, &actions) { return bytes.count }
        }
        if echoes { send(bytes.flatMap { rates?.received($0) ?? [$0] }, on: channel, &actions) }
        return bytes.count
    }

    /// Bytes for a board that does not hear wait for it.
    private mutating func keep(_ bytes: ArraySlice<UInt8>, on channel: Channel) {
        let room = BoardLine.mostUnheard - (lines[channel]?.unheard.count ?? 0)
        lines[channel]?.unheard += bytes.prefix(room)
        counters[channel].overruns += max(0, bytes.count - room)
    }

    private mutating func assemble(_ byte: UInt8, on channel: Channel) -> [UInt8]? {
        let before = lines[channel]?.assembler.overflows ?? 0
        let line = lines[channel]?.assembler.receive(byte)
        counters[channel].overruns += (lines[channel]?.assembler.overflows ?? 0) - before
        return line ?? nil
    }

    private mutating func accept(_ line: [UInt8], on channel: Channel, _ actions: inout [BoardAction]) {
        note(line, on: channel)
        let unit = script.unit(of: channel)
        if units[unit]?.enqueue(line, from: channel) == false { counters[channel].overruns += 1 }
        serve(unit, &actions)
    }

    /// Counts a line, or what passes for one, and shows it to the referee.
    mutating func note(_ line: [UInt8], on channel: Channel) {
        counters[channel].linesReceived += 1
        trace.note(.received(channel, line), at: now)
        let baud = lines[channel]?.observedBaud
        do { try referee.saw(line, on: channel, at: baud, at: now) } catch { report("assert: \(error)") }
    }

    /// Takes waiting lines until one keeps the unit busy.
    mutating func serve(_ unit: Channel, _ actions: inout [BoardAction]) {
        while let (channel, line) = units[unit]?.dequeue() ?? nextHeard(by: unit) {
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
        var answer = Answer(
            channel: target, bytes: [], endOfLine: endOfLine, before: lines[target]?.lastAnswer ?? [],
            delay: rule.delay.draw(with: &dice))
        do {
            try assign(rule.assignments, of: unit, in: &surroundings)
            if let next = rule.nextState { units[unit]?.state = next }
            for template in rule.reply { answer.bytes += try template.bytes(in: surroundings) + endOfLine }
            if let emission = rule.emission { answer.bytes += try emission.bytes(in: surroundings) }
            answer.sequel = try sequel(of: rule, behind: answer, in: surroundings)
            let isSilent = answer.bytes.isEmpty
            let right = answer.bytes
            defer { if !right.isEmpty { lines[target]?.lastAnswer = right } }
            try strike(&answer, on: FaultOccasion(line: line, state: state, surroundings: surroundings))
            // What keeps an answer back keeps back what follows it.
            if !isSilent, answer.bytes.isEmpty { answer.sequel = [] }
        } catch {
            report("\(rule.location): \(error)")
        }
        return answer.isNothing ? nil : answer
    }

    mutating func rule(
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
