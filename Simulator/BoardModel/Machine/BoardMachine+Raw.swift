internal import RigModel

/// Channels whose bytes are no lines (`eol: none`): rules are tried after every byte, on all since the last that fitted.
extension BoardMachine {
    mutating func hear(_ byte: UInt8, on channel: Channel, _ actions: inout [BoardAction]) {
        if lines[channel]?.raw.append(byte) == false { counters[channel].overruns += 1 }
        serve(script.unit(of: channel), &actions)
    }

    /// What an idle unit has heard that a rule fits; nil where there is nothing of the kind yet.
    mutating func nextHeard(by unit: Channel) -> (channel: Channel, line: [UInt8])? {
        guard let state = units[unit]?.state, units[unit]?.busy == false else { return nil }
        let channels = script.channels.filter { $0.value.endOfLine == .raw && script.unit(of: $0.key) == unit }.keys
        for channel in channels.sorted() {
            while lines[channel]?.raw.hear() == true {
                guard let heard = lines[channel]?.raw.heard, rule(for: heard, on: channel, in: state) != nil,
                    let line = lines[channel]?.raw.take()
                else { continue }
                note(line, on: channel)
                return (channel, line)
            }
        }
        return nil
    }
}
