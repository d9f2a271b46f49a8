internal import RigModel

extension BoardMachine {
    /// From now on the fault may strike, in place of one of the same id that is armed: what arms a fault again and
    /// again while nobody uses the board does not pile them up.
    public mutating func arm(_ fault: Fault, at time: VirtualTime) -> [BoardAction] {
        var actions = tick(at: time)
        armed.removeAll { $0.fault.id == fault.id }
        armed.append(ArmedFault(fault, at: now))
        trace.note(.armed(id: fault.id, kind: fault.kind.name), at: now)
        if fault.trigger.after > .zero { agenda.plan(.look, at: now + fault.trigger.after) }
        advance(to: now, &actions)
        return actions
    }

    /// Disarms the fault of that id, or all, and ends what lasts. What else has struck already stays struck.
    /// - Returns: how many were armed or lasted.
    @discardableResult
    public mutating func clear(_ id: String? = nil) -> Int {
        let faults = armedFaults.filter { id == nil || $0.id == id }
        armed.removeAll { id == nil || $0.fault.id == id || $0.isSpent(at: now) }
        for index in lasting.indices where id == nil || lasting[index].fault.id == id {
            lasting[index].end = now
            if isPowered { agenda.plan(.end(fault: lasting[index].fault.id), at: now) }
        }
        if !isPowered { lasting.removeAll { $0.isOver(at: now) } }
        return faults.count
    }

    /// The faults that may still strike, and those that last.
    public var armedFaults: [Fault] {
        let going = lasting.filter { !$0.isOver(at: now) }.map(\.fault)
        return armed.filter { !$0.isSpent(at: now) }.map(\.fault).filter { fault in
            !going.contains { $0.id == fault.id }
        } + going
    }

    /// Lets every armed fault have its way with an answer, in the order of arming.
    mutating func strike(_ answer: inout Answer, on occasion: FaultOccasion) throws(EvaluationError) {
        let original = answer
        for index in armed.indices where armed[index].waits(for: .answer, at: now) {
            let fault = armed[index].fault
            // Silence is an occasion only for who waits for that very line.
            if fault.trigger.pattern == nil, original.bytes.isEmpty { continue }
            if case .answer(.staleAnswer) = fault.kind, original.before.isEmpty { continue }
            do {
                guard
                    try armed[index].strikes(
                        on: occasion.line, of: original.channel, in: occasion.state, using: &dice)
                else { continue }
            } catch {
                report("fault \(fault.id): \(error)")
                continue
            }
            noteStrike(of: fault)
            switch fault.kind {
            case .answer(let kind): try kind.apply(to: &answer, in: occasion.surroundings, using: &dice)
            case .bytes(let kind): kind.apply(to: &answer, using: &dice)
            case .pieces(let kind): answer.pieces = kind
            case .plug(let kind): answer.plug = (kind, fault.trigger.moment)
            case .line, .host, .chip: takeHold(armed[index])
            }
        }
        armed.removeAll { $0.isSpent(at: now) }
    }

    /// Carries out the faults that wait for nothing, or for nothing but silence.
    mutating func strikeUnasked(_ actions: inout [BoardAction]) {
        guard isPowered, !armed.isEmpty else { return }
        while let index = armed.firstIndex(where: { $0.waits(for: .none, at: now) }) {
            armed[index].strike()
            let struck = armed[index]
            noteStrike(of: struck.fault)
            armed.removeAll { $0.isSpent(at: now) }
            takeHold(struck)
        }
        while let (_, deed) = agenda.popFirst(upTo: now) { carryOut(deed, &actions) }
        pullIfIdle(&actions)
    }

    private mutating func pullIfIdle(_ actions: inout [BoardAction]) {
        guard isPowered, !armed.isEmpty, units.values.allSatisfy({ !$0.busy }), lateBytes == 0,
            lines.values.allSatisfy(\.isSilent),
            let index = armed.firstIndex(where: { $0.waits(for: .silence, at: now) }),
            case .plug(let kind) = armed[index].fault.kind
        else { return }
        noteStrike(of: armed[index].fault)
        armed.remove(at: index)
        pull(kind, &actions)
    }

    /// The rig has opened a port.
    mutating func strikeOpening(of channel: Channel, isFirst: Bool, _ actions: inout [BoardAction]) {
        for index in armed.indices {
            let occasion = armed[index].fault.occasion
            guard occasion == .opening || (occasion == .firstOpening && isFirst),
                armed[index].waits(for: occasion, at: now), isPowered,
                strikes(index, on: nil, of: channel)
            else { continue }
            switch armed[index].fault.kind {
            case .line(.noiseAtBoot(let count)):
                emit(ByteFault.Alphabet.any.draw(count, with: &dice), on: channel, &actions)
            case .plug(let kind): pull(kind, &actions)
            default: break
            }
        }
        armed.removeAll { $0.isSpent(at: now) }
    }

    /// The rig is sending a line. Returns whether that has cost the plug.
    mutating func strikeWriting(on channel: Channel, _ actions: inout [BoardAction]) -> Bool {
        guard let beginning = lines[channel]?.assembler.beginning, !beginning.isEmpty else { return false }
        let number = counters[channel].linesReceived
        for index in armed.indices
        where armed[index].waits(for: .writing, at: now) && !armed[index].hasSeen(number, of: channel) {
            guard strikes(index, on: beginning, number: number, of: channel),
                case .plug(let kind) = armed[index].fault.kind
            else {
                continue
            }
            armed.removeAll { $0.isSpent(at: now) }
            pull(kind, &actions)
            return true
        }
        return false
    }

    mutating func pull(_ fault: PlugFault, _ actions: inout [BoardAction]) {
        guard isPowered else { return }
        actions += fault.actions
        loseItsPower()
    }

    private mutating func strikes(
        _ index: Int, on line: [UInt8]?, number: Int? = nil, of channel: Channel
    ) -> Bool {
        do {
            guard
                try armed[index].strikes(
                    on: line, number: number, of: channel, in: state(of: channel), using: &dice)
            else { return false }
        } catch {
            report("fault \(armed[index].fault.id): \(error)")
            return false
        }
        noteStrike(of: armed[index].fault)
        return true
    }

    private mutating func noteStrike(of fault: Fault) {
        counters.strikes[fault.id, default: 0] += 1
        trace.note(.struck(id: fault.id, kind: fault.kind.name), at: now)
    }
}
