internal import RigModel

/// Output whose pieces a fault decides.
extension BoardMachine {
    /// From now on what is said on the channel comes so, until all of it has come. What waits for the wire comes with it.
    mutating func beginBatch(_ fault: PieceFault, on channel: Channel, _ actions: inout [BoardAction]) {
        guard let line = lines[channel], line.batch == nil, line.pullWhenPassed == nil else { return }
        lines[channel]?.batch = Batch(fault, Array(line.output.prefix(line.output.count)))
        lines[channel]?.output.removeAll()
        planPiece(of: channel)
    }

    mutating func extendBatch(_ bytes: [UInt8], on channel: Channel, _ actions: inout [BoardAction]) {
        guard var batch = lines[channel]?.batch else { return }
        guard batch.count + bytes.count <= OutputQueue.capacity else {
            counters[channel].bytesLost += bytes.count
            return
        }
        batch.append(bytes)
        lines[channel]?.batch = batch
    }

    /// Delivers all of a batch whose pieces need no time.
    mutating func flushBatch(of channel: Channel, _ actions: inout [BoardAction]) {
        while lines[channel]?.batch?.gap == .zero { passPiece(of: channel, &actions) }
    }

    /// Delivers the next piece, and ends the batch behind the last one.
    mutating func passPiece(of channel: Channel, _ actions: inout [BoardAction]) {
        guard let piece = lines[channel]?.batch?.take() else { return }
        if !piece.isEmpty { emit(piece, on: channel, &actions) }
        guard lines[channel]?.batch?.isEmpty == true else { return planPiece(of: channel) }
        lines[channel]?.batch = nil
        if let fault = lines[channel]?.pullWhenPassed { pull(fault, &actions) }
    }

    private mutating func planPiece(of channel: Channel) {
        guard let gap = lines[channel]?.batch?.gap, gap > .zero else { return }
        agenda.plan(.piece(channel), at: now + gap)
    }
}
