import BoardModel
import Glibc
public import PTYBoard
import RigModel

/// Plugs and pulls the boards of a bench: pty, sysfs, node, database and event, in the order of life.
public actor WorldHost {
    private let bench: Bench
    private var seats: [String: Seat] = [:]
    private var ttys = TTYNumbers()
    private var held = HeldNumbers()
    private var numbers = BusNumbers()
    private var events: UeventSocket
    private let database = UdevDatabase()
    /// In which order the ports of an adapter come up: any, as with the kernel.
    private var chance: SeededGenerator
    private var turnstile = Turnstile()
    private static let sys = "/sys"

    /// Must be made inside the world. Hubs are there at once; boards wait for `plug`.
    /// - Parameters:
    ///   - boards: one for each of the bench's, by id.
    ///   - tap: is told of each event just before it is sent. It must not wait.
    public init(
        bench: Bench, boards: [String: PTYBoard], tap: (@Sendable (UdevMessage) -> Void)? = nil
    ) throws(WorldError) {
        self.bench = bench
        chance = SeededGenerator(seed: bench.script.seed)
        events = try UeventSocket(tap: tap)
        for bus in bench.buses { try SysfsPlan.rootHub(RootHub(bus: bus)).write(below: Self.sys) }
        for hub in bench.hubs {
            let number = numbers.take(on: hub.bus) ?? 127
            try SysfsPlan.hub(hub, number: number).write(below: Self.sys)
        }
        for place in bench.script.boards {
            guard let script = bench.boards[place.script], let address = bench.addresses[place.id],
                let board = boards[place.id]
            else { throw .unknownBoard(place.id, known: boards.keys.sorted()) }
            seats[place.id] = Seat(
                id: place.id, script: script, serial: place.serial, address: address, board: board)
        }
    }

    /// The ids of the boards, in the bench's order.
    public var boardIDs: [String] { bench.script.boards.map(\.id) }

    /// Plugs a board in.
    /// - Parameter tty: the name for its first port, the others following, or one for each port, with commas between; nil
    ///   gives each the lowest number that is free and that nobody holds from an earlier plug.
    public func plug(_ id: String, as tty: String? = nil) async throws {
        await enter()
        defer { turnstile.leave() }
        try await plugAlone(id, as: tty)
    }

    /// Pulls a board out.
    public func unplug(_ id: String) async throws {
        await enter()
        defer { turnstile.leave() }
        try await unplugAlone(id)
    }

    /// Pulls a board out, if it is in, and plugs it in again, with nothing in between. It stays in where it cannot have the
    /// names that are asked for.
    public func replug(_ id: String, as tty: String? = nil) async throws {
        await enter()
        defer { turnstile.leave() }
        let seat = try seat(id)
        _ = try wanted(tty, by: seat)
        if seat.adapter != nil { try await unplugAlone(id) }
        try await plugAlone(id, as: tty)
    }

    /// Says what becomes of udev's events from now on. What the boards do goes on all the same.
    public func turnEvents(to mode: EventGate.Mode) async throws {
        await enter()
        defer { turnstile.leave() }
        try events.turn(to: mode)
    }

    /// Fills the buffer of whoever listens to udev and does not read, so that Linux drops what comes next.
    func floodEvents() async throws {
        await enter()
        defer { turnstile.leave() }
        try events.flood()
    }

    /// Throws what ``replug(_:as:)`` would where a board cannot have these names now.
    func check(_ tty: String, for id: String) throws(WorldError) { _ = try wanted(tty, by: seat(id)) }

    public func isPlugged(_ id: String) throws(WorldError) -> Bool { try seat(id).adapter != nil }

    /// The pty board of an id.
    public func board(_ id: String) throws(WorldError) -> PTYBoard { try seat(id).board }

    /// How a board is now.
    public func state(_ id: String) async throws -> BoardState {
        let seat = try seat(id)
        return seat.state(faults: await seat.board.armedFaults.map(\.id))
    }

    // MARK: - One at a time

    private func enter() async {
        guard !turnstile.enter() else { return }
        await withCheckedContinuation { turnstile.wait($0) }
    }

    private func seat(_ id: String) throws(WorldError) -> Seat {
        guard let seat = seats[id] else { throw .unknownBoard(id, known: boardIDs) }
        return seat
    }

    private func plugAlone(_ id: String, as tty: String?) async throws {
        var seat = try seat(id)
        guard seat.adapter == nil else { throw WorldError.alreadyPlugged(id) }
        // Asked before the new ptys are made.
        let held = self.held.stillHeld()
        let numbers =
            if let wanted = try wanted(tty, by: seat) {
                try ttys.take(exactly: wanted, for: id)
            } else {
                try ttys.take(seat.script.ports.count, for: id, held: held)
            }
        do {
            seat.lines = try await seat.board.plug()
            for (number, channel) in zip(numbers, seat.script.ports) {
                seat.devices[number] = seat.lines[channel].flatMap(HeldNumbers.device)
            }
            let adapter = try adapter(of: seat, ttys: numbers)
            seat.adapter = adapter
            seats[id] = seat
            try appear(adapter, lines: seat.script.ports.compactMap { seat.lines[$0] })
        } catch {
            if seat.adapter == nil { ttys.free(numbers) }
            throw error
        }
    }

    private func unplugAlone(_ id: String) async throws {
        var seat = try seat(id)
        guard let adapter = seat.adapter else { throw WorldError.notPlugged(id) }
        for (number, device) in seat.devices { held.unplugged(number, device: device) }
        // The line hangs up before anything else is gone, as with usb_serial_disconnect.
        await seat.board.unplug()
        seat.adapter = nil
        seat.lines = [:]
        seat.devices = [:]
        seats[id] = seat
        ttys.free(adapter.ttys)
        numbers.free(adapter.number, on: adapter.address.bus)
        try vanish(adapter)
    }

    /// The numbers that a board is to have by name, once it has given up those that it has; nil where any will do.
    private func wanted(_ tty: String?, by seat: Seat) throws(WorldError) -> [Int]? {
        guard let tty else { return nil }
        let count = seat.script.ports.count
        var numbers: [Int] = []
        for name in tty.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = TTYNumbers.number(of: String(name)) else {
                throw .request("'\(name)' is no tty of an adapter; write ttyUSB9")
            }
            numbers.append(number)
        }
        if numbers.count == 1 { numbers = Array(numbers[0]..<numbers[0] + count) }
        guard numbers.count == count else {
            throw .request("\(tty) are \(numbers.count) ttys for \(count) ports; name the first, or each")
        }
        try ttys.check(numbers, for: seat.id)
        return numbers
    }

    private func adapter(of seat: Seat, ttys: [Int]) throws(WorldError) -> Adapter {
        guard let number = numbers.take(on: seat.address.bus) else {
            throw .bench("bus \(seat.address.bus) has no address left for board \(seat.id)")
        }
        let usb = seat.script.usb
        return Adapter(
            address: seat.address, number: number, vendorID: usb.vendorID, productID: usb.productID, chip: usb.chip,
            manufacturer: usb.manufacturer, product: usb.product, serial: seat.serial, ttys: ttys)
    }

    private func appear(_ adapter: Adapter, lines: [String]) throws(WorldError) {
        let news = UdevNews(adapter: adapter, initialized: Self.microseconds())
        try SysfsPlan.adapter(adapter).write(below: Self.sys)
        for record in news.deviceRecords { try database.keep(record) }
        try events.send(news.device(.add))
        for (interface, line) in lines.enumerated().shuffled(using: &chance) {
            try events.send(news.interface(interface, .add))
            try events.send(news.serialPort(interface, .add))
            try DeviceNode(name: adapter.ttyName(interface)).make(onto: line)
            try database.link(adapter.ttyLinks(interface), to: adapter.ttyName(interface))
            try database.keep(news.ttyRecord(interface))
            try events.send(news.tty(interface, .add))
            try events.send(news.serialPort(interface, .bind))
            try events.send(news.interface(interface, .bind))
        }
        try events.send(news.device(.bind))
    }

    private func vanish(_ adapter: Adapter) throws(WorldError) {
        let news = UdevNews(adapter: adapter, initialized: Self.microseconds())
        for interface in adapter.ttys.indices {
            DeviceNode(name: adapter.ttyName(interface)).remove()
            database.unlink(adapter.ttyLinks(interface), of: adapter.ttyName(interface))
            database.forget(news.ttyRecord(interface))
        }
        SysfsPlan.adapter(adapter).remove(adapter.address.devicePath, below: Self.sys)
        for record in news.deviceRecords { database.forget(record) }
        for interface in adapter.ttys.indices {
            try events.send(news.tty(interface, .remove))
            try events.send(news.serialPort(interface, .unbind))
            try events.send(news.serialPort(interface, .remove))
            try events.send(news.interface(interface, .unbind))
            try events.send(news.interface(interface, .remove))
        }
        try events.send(news.device(.unbind))
        try events.send(news.device(.remove))
    }

    private static func microseconds() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1_000
    }
}
