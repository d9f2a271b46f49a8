internal import RigModel

extension BoardMachine {
    /// From now on the fault may strike, in place of one of the same id that is armed: what arms a fault again and
    /// again while nobody uses the board does not pile them up.
    public mutating func arm(_ fault: Fault, at time: VirtualTime) -> [BoardAction] {
        var actions = tick(at: time)
        armed.removeAll { $0.fault.id == fault.id }
        armed.append(ArmedFault(fault, at: now))
        trace.note(.armed(id: fault.id, kind: fault.kind.name), at: now)
        advance(to: now, &actions)
        return actions
    }

    /// Disarms the fault of that id, or all. What has struck already stays struck.
    /// - Returns: how many were armed.
    @discardableResult
    public mutating func clear(_ id: String? = nil) -> Int {
        let before = armed.count
        armed.removeAll { id == nil || $0.fault.id == id || $0.isSpent(at: now) }
        return before - armed.count
    }

    /// The faults that may still strike.
    public var armedFaults: [Fault] { armed.filter { !$0.isSpent(at: now) }.map(\.fault) }

    /// Lets every armed fault have its way with an answer, in the order of arming.
    mutating func strike(_ answer: inout Answer, on occasion: FaultOccasion) throws(EvaluationError) {
        let original = answer
        for index in armed.indices where armed[index].fault.waitsForAnswer && !armed[index].isSpent(at: now) {
            let fault = armed[index].fault
            do {
                guard try armed[index].strikes(on: occasion, answer: original, using: &dice) else { continue }
            } catch {
                report("fault \(fault.id): \(error)")
                continue
            }
            noteStrike(of: fault)
            switch fault.kind {
            case .answer(let kind): try kind.apply(to: &answer, in: occasion.surroundings, using: &dice)
            case .bytes(let kind): kind.apply(to: &answer, using: &dice)
            case .plug(let kind): answer.plug = (kind, fault.trigger.moment)
            }
        }
        armed.removeAll { $0.isSpent(at: now) }
    }

    /// Carries out the faults that pull the plug and wait for nothing but silence.
    mutating func pullIfIdle(_ actions: inout [BoardAction]) {
        guard isPowered, !armed.isEmpty, units.values.allSatisfy({ !$0.busy }), lateBytes == 0,
            lines.values.allSatisfy({ $0.output.isEmpty }),
            let index = armed.firstIndex(where: { !$0.fault.waitsForAnswer && !$0.isSpent(at: now) }),
            case .plug(let kind) = armed[index].fault.kind
        else { return }
        noteStrike(of: armed[index].fault)
        armed.remove(at: index)
        pull(kind, &actions)
    }

    mutating func pull(_ fault: PlugFault, _ actions: inout [BoardAction]) {
        guard isPowered else { return }
        actions += fault.actions
        loseItsPower()
    }

    private mutating func noteStrike(of fault: Fault) {
        counters.strikes[fault.id, default: 0] += 1
        trace.note(.struck(id: fault.id, kind: fault.kind.name), at: now)
    }
}

extension Fault {
    /// Only a pull of the plug with no condition at all needs no answer to strike.
    var waitsForAnswer: Bool {
        if case .plug = kind { trigger.waitsForLine } else { true }
    }
}
