import FTDIChip
import RigModel

/// Does to a chip what Linux' ftdi_sio does (drivers/usb/serial/ftdi_sio.c), and keeps what comes back.
struct FakeDriver {
    var chip: ChipMachine
    var now = Duration.zero
    /// What the chip has done since it was asked last.
    private(set) var actions: [ChipAction] = []
    private var lastID: UInt64 = 0
    /// Transfers for data that have not been answered.
    private var waiting: Set<UInt64> = []

    init(_ kind: FTDIChip, serial: String? = "FT000001", swaps: Bool = false) {
        chip = ChipMachine(
            ChipIdentity(chip: kind, productID: 0x6011, product: "board", serial: serial, swaps: swaps))
    }

    mutating func nextID() -> UInt64 {
        lastID += 1
        return lastID
    }

    /// The answer to a control request.
    @discardableResult mutating func control(_ setup: SetupPacket) -> USBCompletion.Result? {
        let id = nextID()
        let actions = chip.handle(.control(id: id, setup, data: []), at: now)
        self.actions += actions
        for case .complete(let completion) in actions where completion.id == id { return completion.result }
        return nil
    }

    @discardableResult mutating func vendor(_ request: UInt8, value: UInt16, index: UInt16) -> USBCompletion.Result? {
        control(SetupPacket(type: 0x40, request: request, value: value, index: index, length: 0))
    }

    /// `wIndex` of a channel.
    func index(_ channel: Channel) -> UInt16 { chip.identity.chip.channelCount == 1 ? 0 : UInt16(channel.number) }

    /// As `ftdi_232bm_baud_to_divisor` and `ftdi_2232h_baud_to_divisor` reckon.
    mutating func set(baud: UInt32, on channel: Channel) {
        let codes: [UInt32] = [0, 3, 2, 4, 1, 5, 6, 7]
        let isFast = chip.identity.chip.isHighSpeed && baud >= 1200
        let clock: UInt32 = isFast ? 120_000_000 : 48_000_000
        let eighths = isFast ? clock * 8 / (baud * 10) : clock / (2 * baud)
        var divisor = eighths >> 3 | codes[Int(eighths & 7)] << 14
        if divisor == 1 { divisor = 0 } else if divisor == 0x4001 { divisor = 1 }
        if isFast { divisor |= 0x20000 }
        let high = UInt16(divisor >> 16)
        let index = chip.identity.chip.channelCount == 1 ? high : high << 8 | UInt16(channel.number)
        vendor(3, value: UInt16(divisor & 0xffff), index: index)
    }

    /// Opens a port: resets it and asks for data, twice at a time.
    mutating func open(_ channel: Channel, baud: UInt32 = 115_200, latency: UInt16 = 16) {
        vendor(0, value: 0, index: index(channel))
        vendor(9, value: latency, index: index(channel))
        set(baud: baud, on: channel)
        for _ in 0..<2 { waiting.insert(read(channel)) }
    }

    @discardableResult mutating func read(_ channel: Channel) -> UInt64 {
        let id = nextID()
        actions += chip.handle(.read(id: id, endpoint: Endpoint.input(channel), length: 512), at: now)
        return id
    }

    @discardableResult mutating func write(_ bytes: [UInt8], on channel: Channel) -> UInt64 {
        let id = nextID()
        actions += chip.handle(.write(id: id, endpoint: Endpoint.output(channel), bytes), at: now)
        return id
    }

    mutating func cancel(_ id: UInt64) { actions += chip.handle(.cancel(id: id), at: now) }

    @discardableResult mutating func say(_ bytes: [UInt8], on channel: Channel) -> Int {
        let (actions, lost) = chip.transmit(bytes, on: channel, at: now)
        self.actions += actions
        return lost
    }

    /// Lets time pass, in the chip's own steps, asking for data again whenever some has come.
    mutating func pass(_ duration: Duration, readingOn channel: Channel? = nil) {
        let end = now + duration
        if let channel { keepReading(channel) }
        while let due = chip.nextWake, due <= end {
            now = max(now, due)
            actions += chip.tick(at: now)
            if let channel { keepReading(channel) }
        }
        now = end
        actions += chip.tick(at: now)
    }

    /// Asks for data until two transfers wait for it.
    private mutating func keepReading(_ channel: Channel) {
        while true {
            let answered = Set(actions.compactMap { if case .complete(let end) = $0 { end.id } else { nil } })
            waiting.subtract(answered)
            guard waiting.count < 2 else { return }
            waiting.insert(read(channel))
        }
    }

    /// What has happened since the last time, which is forgotten now.
    mutating func takeActions() -> [ChipAction] {
        for case .complete(let completion) in actions { waiting.remove(completion.id) }
        defer { actions = [] }
        return actions
    }

    /// The transfers that have come in since the last time.
    mutating func takeReads() -> [[UInt8]] {
        takeActions().compactMap { action in
            guard case .complete(let completion) = action, case .read(let bytes) = completion.result else { return nil }
            return bytes
        }
    }

    /// The data of transfers, without the status bytes of their packets.
    func data(of transfers: [[UInt8]]) -> [UInt8] {
        let size = chip.identity.chip.packetSize
        return transfers.flatMap { transfer in
            stride(from: 0, to: transfer.count, by: size).flatMap { start in
                transfer[start..<min(start + size, transfer.count)].dropFirst(2)
            }
        }
    }
}
