internal import RigModel

extension ChipPort {
    /// Puts bytes of the board on the line.
    /// - Returns: how many there was no room for.
    mutating func transmit(_ bytes: [UInt8], error: LineError?, at time: Duration) -> Int {
        if line.isEmpty { lineBegan = time }
        var error = error
        var lost = 0
        if error == .break {
            line.append(LineByte(byte: 0, error: .break))
            error = nil
        }
        for byte in bytes {
            guard line.count < Self.lineCapacity else {
                lost += 1
                continue
            }
            if error == .overrun, !isOverrun {
                // This byte is the one that there was no room for; the next one tells of it.
                isOverrun = true
                continue
            }
            line.append(isOverrun ? LineByte(byte: byte, error: .overrun) : damaged(byte, by: error))
            isOverrun = false
            error = nil
        }
        return lost
    }

    /// A byte as it is when it has arrived.
    private func damaged(_ byte: UInt8, by error: LineError?) -> LineByte {
        switch error {
        // One bit is another. Without parity nobody can tell.
        case .parity: LineByte(byte: byte ^ 0x01, error: settings.format.parity == .none ? nil : .parity)
        // Sampled a bit too late, with the line's rest in place of the last.
        case .framing: LineByte(byte: byte >> 1 | 0x80, error: .framing)
        case .overrun, .break, nil: LineByte(byte: byte, error: error)
        }
    }

    /// Once what arrives matters: a packet is full, or a byte is to be told of at once, or the first byte starts the latency
    /// timer.
    var nextArrival: Duration? {
        guard !line.isEmpty, received.count < Self.receiveBuffer else { return nil }
        var count = received.isEmpty ? 1 : min(line.count, max(1, payload - received.count))
        if let urgent = line.prefix(count).firstIndex(where: isUrgent) { count = urgent + 1 }
        return lineBegan + settings.timeOfByte * count
    }

    private func isUrgent(_ byte: LineByte) -> Bool {
        byte.error != nil || settings.eventByte == byte.byte
    }

    /// Takes what has passed the line by now.
    mutating func takeArrivals(at time: Duration) {
        guard !line.isEmpty else { return }
        let each = settings.timeOfByte
        let passed = min(line.count, Self.receiveBuffer - received.count, Int((time - lineBegan) / each))
        guard passed > 0 else { return }
        if received.isEmpty, flushAt == nil { flushAt = lineBegan + each + .milliseconds(settings.latency) }
        if line.prefix(passed).contains(where: isUrgent) { flushAt = time }
        received += line.prefix(passed)
        line.removeFirst(passed)
        lineBegan += each * passed
    }

    mutating func read(_ id: UInt64, length: Int, at time: Duration, _ actions: inout [ChipAction]) {
        reads.append(Read(id: id, length: max(length, chip.packetSize)))
        if isBegun, !isOpen {
            isOpen = true
            actions.append(.opened(channel))
        }
        fillReads(at: time, &actions)
    }

    /// Gives the host packets, as long as there is a reason for one and somebody who waits for it.
    ///
    /// A transfer ends with a packet that is not full, or when it has no room for another.
    mutating func fillReads(at time: Duration, _ actions: inout [ChipAction]) {
        while !reads.isEmpty, isPacketDue(at: time) {
            // Where there was no room the line has stood still.
            if received.count >= Self.receiveBuffer { lineBegan = time }
            let packet = nextPacket()
            reads[0].bytes += packet
            let isShort = packet.count < chip.packetSize
            if isShort || reads[0].bytes.count + chip.packetSize > reads[0].length {
                let read = reads.removeFirst()
                actions.append(.complete(USBCompletion(id: read.id, .read(read.bytes))))
            }
            let isBegun = reads.first.map { !$0.bytes.isEmpty } ?? false
            if received.isEmpty, !isBegun {
                flushAt = nil
            } else if isShort || flushAt.map({ $0 > time }) != false {
                flushAt = received.contains(where: isUrgent) ? time : time + .milliseconds(settings.latency)
            }
        }
    }

    private func isPacketDue(at time: Duration) -> Bool {
        if received.count >= payload { return true }
        return flushAt.map { $0 <= time } ?? false
    }

    /// A byte with an error is alone in its packet: the driver holds the packet's errors against all of its bytes.
    private mutating func nextPacket() -> [UInt8] {
        if let first = received.first, let error = first.error {
            received.removeFirst()
            return status(error) + [first.byte]
        }
        let data = received.prefix(payload).prefix { $0.error == nil }.map(\.byte)
        received.removeFirst(data.count)
        return status() + data
    }
}
