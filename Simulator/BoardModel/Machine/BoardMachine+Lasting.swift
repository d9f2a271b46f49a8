public import RigModel

/// Faults that go on after their strike, and those that are not the board's own to carry out.
extension BoardMachine {
    /// A fault of the line, the host or the chip has struck.
    mutating func takeHold(_ armed: ArmedFault) {
        let fault = armed.fault
        guard fault.kind.lasts else {
            switch fault.kind {
            case .host(let kind): agenda.plan(.ask(.host(kind, channel: fault.channel, id: fault.id)), at: now)
            case .chip(let kind): agenda.plan(.ask(.chip(kind, channel: fault.channel)), at: now)
            default: break
            }
            return
        }
        lasting.removeAll { $0.fault.id == fault.id }
        lasting.append(LastingFault(fault: fault, strikes: armed.strikes, end: fault.lifetime.map { now + $0 }))
        plan(lasting[lasting.count - 1])
    }

    /// After power-on: what lasts begins again, and what waits for its time is waited for.
    mutating func resumeFaults() {
        lasting.removeAll { $0.isOver(at: now) }
        for fault in lasting { plan(fault) }
        for fault in armed where fault.due > now { agenda.plan(.look, at: fault.due) }
    }

    private mutating func plan(_ fault: LastingFault) {
        agenda.plan(.begin(fault: fault.fault.id), at: now)
        if let end = fault.end { agenda.plan(.end(fault: fault.fault.id), at: end) }
    }

    mutating func begin(_ id: String, _ actions: inout [BoardAction]) {
        guard let fault = lasting.first(where: { $0.fault.id == id && !$0.isOver(at: now) }) else { return }
        switch fault.fault.kind {
        case .line(.xoff): for channel in channels(of: fault) { emit([0x13], on: channel, &actions) }
        case .line(.flood): flood(id, &actions)
        case .host(let kind): actions.append(.host(kind, channel: fault.fault.channel, id: id))
        default: break
        }
    }

    mutating func end(_ id: String, _ actions: inout [BoardAction]) {
        guard let index = lasting.firstIndex(where: { $0.fault.id == id && $0.isOver(at: now) }) else { return }
        let fault = lasting.remove(at: index)
        if case .host = fault.fault.kind { actions.append(.recovered(id: id)) }
        if fault.line == .xoff { for channel in channels(of: fault) { emit([0x11], on: channel, &actions) } }
        guard fault.line?.isDeaf == true else { return }
        for channel in channels(of: fault) where !isDeaf(channel) {
            let waiting = lines[channel]?.unheard ?? []
            lines[channel]?.unheard = []
            hear(waiting, on: channel, &actions)
        }
    }

    private func channels(of fault: LastingFault) -> [Channel] {
        script.channels.keys.filter(fault.concerns).sorted()
    }

    private func has(on channel: Channel, _ fits: (LineFault) -> Bool) -> Bool {
        lasting.contains { fault in
            !fault.isOver(at: now) && fault.concerns(channel) && fault.line.map(fits) == true
        }
    }

    /// Whether the board hears nothing on a channel. Who can should not even take the bytes from the rig meanwhile.
    public func isDeaf(_ channel: Channel) -> Bool { !lasting.isEmpty && has(on: channel, \.isDeaf) }

    func isEchoing(_ channel: Channel) -> Bool {
        script.channels[channel]?.echo == true || has(on: channel) { $0 == .echo }
    }

    /// The two rates of a line whose ends do not agree on one; nil where they do.
    func mismatch(on channel: Channel) -> (board: UInt32, rig: UInt32)? {
        guard !lasting.isEmpty, let own = script.channels[channel]?.baud else { return nil }
        for fault in lasting where fault.concerns(channel) && !fault.isOver(at: now) {
            guard case .baudMismatch(let baud)? = fault.line else { continue }
            let rates = (board: baud ?? max(50, own / 2), rig: lines[channel]?.observedBaud ?? own)
            if !LineRates(sender: rates.board, receiver: rates.rig).agree { return rates }
        }
        return nil
    }

    /// Says the next lines of a flood, and plans those behind them.
    mutating func flood(_ id: String, _ actions: inout [BoardAction]) {
        guard let fault = lasting.first(where: { $0.fault.id == id && !$0.isOver(at: now) }),
            case .flood(let length, let rate, let text) = fault.line
        else { return }
        var longest = length
        // A machine that ticks each millisecond has to say several lines at once where they are quick.
        let atOnce = max(1, rate / (length * 1000))
        for channel in channels(of: fault) {
            let endOfLine = script.channels[channel]?.endOfLine.bytes ?? []
            for _ in 0..<atOnce {
                var line: [UInt8]
                if let text {
                    do { line = try text.template.bytes(in: surroundings(on: channel)) } catch {
                        return report("fault \(id): \(error)")
                    }
                } else {
                    line = ByteFault.Alphabet.printable.draw(max(0, length - endOfLine.count), with: &dice)
                }
                line += endOfLine
                longest = max(longest, line.count)
                send(line, on: channel, &actions)
            }
        }
        let pause = Int64(longest * atOnce) * 1_000_000_000 / Int64(rate)
        agenda.plan(.flood(fault: id), at: now + .nanoseconds(max(1_000_000, pause)))
    }

    /// A unit forgets all, and its channels say what they say after power-on, or the banner.
    mutating func reboot(_ unit: Channel, _ banner: [UInt8]?, on channel: Channel) {
        guard let root = script.channels[unit] else { return }
        units[unit] = BoardUnit(state: root.start, variables: initialVariables)
        let own = script.channels.keys.filter { script.unit(of: $0) == unit }.sorted()
        for channel in own { lines[channel]?.assembler.clear() }
        if let banner { return agenda.plan(.banner(channel, banner), at: now) }
        for channel in own { planBoot(of: channel) }
        if own.allSatisfy({ script.channels[$0]?.boot.isEmpty != false }) {
            agenda.plan(
                .banner(channel, Array("BOOT".utf8) + (script.channels[channel]?.endOfLine.bytes ?? [])), at: now)
        }
    }
}
