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
            if let reboot = answer.reboot {
                agenda.plan(.reboot(unit: unit, banner: reboot.banner, on: answer.channel), at: now)
                units[unit]?.busy = true
                return
            }
            // A unit whose plug is about to be pulled begins nothing new.
            guard answer.plug == nil else {
                units[unit]?.busy = true
                return
            }
            if answer.lateness == .zero { plan(answer.sequel[...], keeping: unit) }
            serve(unit, &actions)
        case .deliverLate(var answer):
            lateBytes -= answer.bytes.count
            answer.lateness = .zero
            deliver(answer, &actions)
            plan(answer.sequel[...], keeping: nil)
        case .passWire(let channel):
            passWire(of: channel, &actions)
        case .goOn(let unit, let sequel):
            goOn(sequel, keeping: unit, &actions)
        case .opening(let index, let visit):
            sayOpening(index, visit: visit, &actions)
        case .pull(let fault):
            pull(fault, &actions)
        case .piece(let channel):
            passPiece(of: channel, &actions)
        case .reboot(let unit, let banner, let channel):
            reboot(unit, banner, on: channel)
        case .banner(let channel, let bytes):
            send(bytes, on: channel, &actions)
        case .begin(let id):
            begin(id, &actions)
        case .end(let id):
            end(id, &actions)
        case .flood(let id):
            flood(id, &actions)
        case .ask(let action):
            actions.append(action)
        case .look: break
        }
    }

    mutating func say(_ text: ReplyTemplate, on channel: Channel, _ actions: inout [BoardAction]) {
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
        for follower in answer.followers where !follower.bytes.isEmpty {
            lateBytes += follower.bytes.count
            let next = Answer(
                channel: answer.channel, bytes: follower.bytes, endOfLine: answer.endOfLine, delay: .zero)
            agenda.plan(.deliverLate(next), at: now + follower.delay)
        }
        let half = answer.plug?.moment == .midReply ? max(1, answer.bytes.count / 2) : answer.bytes.count
        if let pieces = answer.pieces { beginBatch(pieces, on: answer.channel, &actions) }
        send(Array(answer.bytes.prefix(half)), on: answer.channel, &actions)
        flushBatch(of: answer.channel, &actions)
        guard let plug = answer.plug else { return }
        lines[answer.channel]?.pullWhenPassed = plug.fault
        if lines[answer.channel]?.isSilent != false { agenda.plan(.pull(plug.fault), at: now) }
    }

    /// Puts bytes on the wire: all at once, or at the pace of the line.
    mutating func send(_ bytes: [UInt8], on channel: Channel, _ actions: inout [BoardAction]) {
        guard !bytes.isEmpty, let channelScript = script.channels[channel], let line = lines[channel],
            line.pullWhenPassed == nil
        else { return }
        if line.batch != nil { return extendBatch(bytes, on: channel, &actions) }
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

    mutating func emit(_ said: [UInt8], on channel: Channel, _ actions: inout [BoardAction]) {
        guard lines[channel]?.isOpen == true else {
            counters[channel].bytesUnheard += said.count
            return
        }
        let bytes =
            mismatch(on: channel).map { rates in
                said.flatMap(LineRates(sender: rates.board, receiver: rates.rig).received)
            } ?? said
        guard !bytes.isEmpty else { return }
        counters[channel].bytesSent += bytes.count
        trace.note(.sent(channel, bytes), at: now)
        if case .emit(channel, let before)? = actions.last {
            actions[actions.count - 1] = .emit(channel, before + bytes)
        } else {
            actions.append(.emit(channel, bytes))
        }
    }
}
