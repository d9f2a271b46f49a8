internal import RigModel

extension ChipPort {
    /// The board hears bytes this often, if there are any.
    private static let step = Duration.milliseconds(1)

    mutating func write(_ id: UInt64, _ bytes: [UInt8], at time: Duration, _ actions: inout [ChipAction]) {
        if toSend.isEmpty { sendingBegan = time }
        toSend += bytes
        writes.append(Write(id: id, count: bytes.count, isTakenAt: sent + toSend.count - chip.transmitBuffer))
        completeWrites(&actions)
    }

    var nextDeparture: Duration? {
        guard !toSend.isEmpty, !isWedged else { return nil }
        return sendingBegan + settings.timeOfByte * min(toSend.count, bytesInStep)
    }

    private var bytesInStep: Int { max(1, Int(Self.step / settings.timeOfByte)) }

    /// Hands the board what has passed the line by now.
    mutating func send(at time: Duration, _ actions: inout [ChipAction]) {
        guard !toSend.isEmpty, !isWedged else { return }
        let each = settings.timeOfByte
        let passed = min(toSend.count, Int((time - sendingBegan) / each))
        guard passed > 0 else { return }
        actions.append(.received(channel, Array(toSend.prefix(passed))))
        toSend.removeFirst(passed)
        sent += passed
        sendingBegan += each * passed
        completeWrites(&actions)
    }

    /// Tells the host of the transfers that the chip has taken whole.
    mutating func completeWrites(_ actions: inout [ChipAction]) {
        guard !isWedged else { return }
        while let write = writes.first, write.isTakenAt <= sent {
            writes.removeFirst()
            actions.append(.complete(USBCompletion(id: write.id, .wrote(write.count))))
        }
    }

    /// Ends a transfer that the host does not want any more. Bytes of it that are in the chip stay there.
    /// - Returns: false for one that is not this port's.
    mutating func cancel(_ id: UInt64, _ actions: inout [ChipAction]) -> Bool {
        if let index = reads.firstIndex(where: { $0.id == id }) {
            reads.remove(at: index)
            if reads.isEmpty, isOpen {
                isBegun = false
                isOpen = false
                actions.append(.closed(channel))
            }
        } else if let index = writes.firstIndex(where: { $0.id == id }) {
            writes.remove(at: index)
        } else {
            return false
        }
        actions.append(.complete(USBCompletion(id: id, .cancelled)))
        return true
    }
}
