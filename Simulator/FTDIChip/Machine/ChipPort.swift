internal import RigModel

/// One channel of a chip: the line on one side, two bulk endpoints on the other, and the buffers between.
///
/// The line takes its time. A board that says more than the host reads has to wait, as behind a flow control that never
/// fails; so a byte is lost only where a fault says so.
struct ChipPort: Sendable {
    /// What the chip keeps for the host. Larger than in hardware, as a simulated host looks less often.
    static let receiveBuffer = 4096
    /// What may wait on the line.
    static let lineCapacity = 1 << 20

    /// Clear to send, data set ready, carrier.
    private static let modemLines: UInt8 = 0xb0
    private static let nothingToSend: UInt8 = 0x60

    /// A bulk-in transfer that waits for data.
    struct Read: Sendable {
        let id: UInt64
        let length: Int
        var bytes: [UInt8] = []
    }
    /// A bulk-out transfer whose bytes are not all in the chip yet.
    struct Write: Sendable {
        let id: UInt64
        let count: Int
        /// How many bytes have left, once all of this are in the chip.
        let isTakenAt: Int
    }

    let channel: Channel
    let chip: FTDIChip
    var settings = ChannelSettings()
    /// The driver has reset the port, as it does when it opens it, and not let it go since.
    var isBegun = false
    var isOpen = false
    /// The chip takes no data from the host any more.
    var isWedged = false

    // From the board to the host.
    var line: [LineByte] = []
    var lineBegan = Duration.zero
    var received: [LineByte] = []
    var reads: [Read] = []
    /// When to send what there is.
    var flushAt: Duration?
    var isOverrun = false

    // From the host to the board.
    var toSend: [UInt8] = []
    var sendingBegan = Duration.zero
    /// How many bytes have left since the channel is there.
    var sent = 0
    var writes: [Write] = []

    init(channel: Channel, chip: FTDIChip) {
        self.channel = channel
        self.chip = chip
    }

    /// The two bytes that begin every packet to the host.
    func status(_ error: LineError? = nil) -> [UInt8] {
        [
            Self.modemLines | (chip.isHighSpeed ? 0x02 : 0x01),
            (toSend.isEmpty ? Self.nothingToSend : 0) | (error?.bits ?? 0),
        ]
    }

    /// Data bytes that a packet has room for.
    var payload: Int { chip.packetSize - 2 }

    /// When something is to happen next, if nothing happens before.
    var nextWake: Duration? {
        [nextArrival, reads.isEmpty ? nil : flushAt, nextDeparture].compactMap { $0 }.min()
    }

    mutating func advance(to time: Duration, _ actions: inout [ChipAction]) {
        while let due = nextWake, due <= time { step(at: due, &actions) }
    }

    private mutating func step(at time: Duration, _ actions: inout [ChipAction]) {
        takeArrivals(at: time)
        fillReads(at: time, &actions)
        send(at: time, &actions)
    }

    /// The driver begins anew: what was in the buffers is gone.
    mutating func purge(receiving: Bool, sending: Bool, _ actions: inout [ChipAction]) {
        if receiving {
            received = []
            flushAt = nil
        }
        if sending {
            sent += toSend.count
            toSend = []
            completeWrites(&actions)
        }
    }
}
