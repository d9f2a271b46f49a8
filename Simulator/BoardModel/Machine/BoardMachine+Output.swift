internal import RigModel

extension BoardMachine {
    /// Paced output arrives in steps of this: an FTDI chip's latency timer at its shortest.
    private static let latency = Duration.milliseconds(1)
    /// Start bit, eight data bits, stop bit.
    private static let bitsPerByte: Int64 = 10
    private static let lateCapacity = OutputQueue.capacity

    mutating func carryOut(_ deed: Deed, _ actions: inout [BoardAction]) {
        switch deed {
        case .boot(let channel, let index):
            guard let emission = script.channels[channel]?.boot[index] else { return }
            say(emission.text, on: channel, &actions)
        case .spontaneous(let index):
            let output = script.spontaneous[index]
            agenda.plan(.spontaneous(index), at: now + output.every.draw(with: &dice))
            guard output.states.isEmpty || state(of: output.channel).map(output.states.contains) == true else { return }
            say(output.text, on: output.channel, &actions)
        case .finish(let unit, let answer):
            units[unit]?.busy = false
            deliver(answer, &actions)
            // A unit whose plug is about to be pulled begins nothing new.
            if answer.plug == nil { serve(unit, &actions) } else { units[unit]?.busy = true }
        case .deliverLate(var answer):
            lateBytes -= answer.bytes.count
            answer.lateness = .zero
            deliver(answer, &actions)
        case .passWire(let channel):
            passWire(of: channel, &actions)
        case .pull(let fault):
            pull(fault, &actions)
        }
    }

    private mutating func say(_ text: ReplyTemplate, on channel: Channel, _ actions: inout [BoardAction]) {
        do {
            send(try text.bytes(in: surroundings(on: channel)), on: channel, &actions)
        } catch {
            report("'\(text.source)': \(error)")
        }
    }

    private mutating func deliver(_ answer: Answer, _ actions: inout [BoardAction]) {
        if answer.lateness > .zero {
            guard lateBytes + answer.bytes.count <= Self.lateCapacity else {
                counters[answer.channel].bytesLost += answer.bytes.count
                return
            }
            lateBytes += answer.bytes.count
            agenda.plan(.deliverLate(answer), at: now + answer.lateness)
            return
        }
        guard let plug = answer.plug else { return send(answer.bytes, on: answer.channel, &actions) }
        let half = plug.moment == .midReply ? max(1, answer.bytes.count / 2) : answer.bytes.count
        send(Array(answer.bytes.prefix(half)), on: answer.channel, &actions)
        lines[answer.channel]?.pullWhenPassed = plug.fault
        if lines[answer.channel]?.output.isEmpty != false { agenda.plan(.pull(plug.fault), at: now) }
    }

    /// Puts bytes on the wire: all at once, or at the pace of the line.
    mutating func send(_ bytes: [UInt8], on channel: Channel, _ actions: inout [BoardAction]) {
        guard !bytes.isEmpty, let channelScript = script.channels[channel], let line = lines[channel],
            line.pullWhenPassed == nil
        else { return }
        guard channelScript.pace else { return emit(bytes, on: channel, &actions) }
        let taken = lines[channel]?.output.append(bytes) ?? 0
        counters[channel].bytesLost += bytes.count - taken
        if line.output.isEmpty {
            lines[channel]?.outputBegan = now
            planWire(of: channel)
        }
    }

    /// Delivers what has passed the wire by now.
    private mutating func passWire(of channel: Channel, _ actions: inout [BoardAction]) {
        guard let line = lines[channel] else { return }
        let time = timeOfByte(on: channel)
        let passed = min(line.output.count, Int((now - line.outputBegan).nanoseconds / time))
        lines[channel]?.output.removeFirst(passed)
        lines[channel]?.outputBegan = line.outputBegan + .nanoseconds(time * Int64(passed))
        if passed > 0 { emit(Array(line.output.prefix(passed)), on: channel, &actions) }
        if passed < line.output.count {
            planWire(of: channel)
        } else if let fault = line.pullWhenPassed {
            pull(fault, &actions)
        }
    }

    /// Looks again one latency later, or as many as the next byte takes.
    private mutating func planWire(of channel: Channel) {
        guard let line = lines[channel] else { return }
        let byte = (line.outputBegan + .nanoseconds(timeOfByte(on: channel)) - now).nanoseconds
        let step = Self.latency.nanoseconds
        agenda.plan(.passWire(channel), at: now + .nanoseconds(max(1, (byte + step - 1) / step) * step))
    }

    /// In nanoseconds, at the rate that the rig has set.
    private func timeOfByte(on channel: Channel) -> Int64 {
        let baud = lines[channel]?.observedBaud ?? script.channels[channel]?.baud ?? 115_200
        return max(1, Self.bitsPerByte * 1_000_000_000 / Int64(baud))
    }

    private mutating func emit(_ bytes: [UInt8], on channel: Channel, _ actions: inout [BoardAction]) {
        guard lines[channel]?.isOpen == true else {
            counters[channel].bytesUnheard += bytes.count
            return
        }
        counters[channel].bytesSent += bytes.count
        trace.note(.sent(channel, bytes), at: now)
        if case .emit(channel, let before)? = actions.last {
            actions[actions.count - 1] = .emit(channel, before + bytes)
        } else {
            actions.append(.emit(channel, bytes))
        }
    }
}
