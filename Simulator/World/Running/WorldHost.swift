public import BoardModel
import Glibc
public import PTYBoard
import RigModel

/// Plugs and pulls the boards of a bench: pty first, and then all by which programs know of them, in the order of life.
public actor WorldHost {
    let bench: Bench
    var seats: [String: Seat] = [:]
    private var ttys = TTYNumbers()
    private var held = HeldNumbers()
    var numbers = BusNumbers()
    /// Where programs see the boards.
    let view: any DeviceView
    /// Addresses on the bus of the hubs that are plugged in.
    var hubs: [USBAddress: Int] = [:]
    var holders = PortHolders()
    private var turnstile = Turnstile()

    /// Must be made inside the world. Hubs are there at once; boards wait for `plug`.
    /// - Parameters:
    ///   - boards: one for each of the bench's, by id.
    ///   - tap: is told of each udev event just before it is sent. It must not wait.
    public init(
        bench: Bench, boards: [String: PTYBoard], tap: (@Sendable (UdevMessage) -> Void)? = nil
    ) throws(WorldError) {
        try self.init(bench: bench, boards: boards, view: try KernelView(seed: bench.script.seed, tap: tap))
    }

    /// Shows the boards in a list, outside of any world.
    init(bench: Bench, boards: [String: PTYBoard], listIn folder: WorldFolder) throws(WorldError) {
        try self.init(bench: bench, boards: boards, view: try ListView(folder))
    }

    private init(bench: Bench, boards: [String: PTYBoard], view: sending any DeviceView) throws(WorldError) {
        self.bench = bench
        for bus in bench.buses { try view.begin(bus: bus) }
        for hub in bench.hubs {
            let number = numbers.take(on: hub.bus) ?? 127
            hubs[hub] = number
            try view.begin(hub: hub, number: number)
        }
        self.view = view
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

    /// Plugs a board in, and before it the hubs that it is on, where they were pulled.
    /// - Parameter tty: the name for its first port, the others following, or one for each port, with commas between; nil
    ///   gives each the lowest number that is free and that nobody holds from an earlier plug.
    public func plug(_ id: String, as tty: String? = nil) async throws { try await plug(id, Comeback(tty: tty)) }

    /// The same with all that may be other than before; its `after` is the caller's to wait.
    public func plug(_ id: String, _ comeback: Comeback) async throws {
        try await alone { host in try await host.plugAlone(id, comeback) }
    }

    /// Pulls a board out.
    public func unplug(_ id: String) async throws {
        try await alone { host in try await host.unplugAlone(id) }
    }

    /// Pulls a board out, if it is in, and plugs it in again: with nothing in between, or once its time is over, where nobody
    /// has meanwhile. It stays in where it cannot have the names that are asked for when it is to be pulled, and out where
    /// they are another's once its time is over.
    public func replug(_ id: String, _ comeback: Comeback = Comeback()) async throws {
        var plugs = 0
        try await alone { host in
            let seat = try host.seat(id)
            if let refusal = comeback.refusal(on: .world) { throw WorldError.request(refusal) }
            _ = try host.wanted(comeback.tty, by: seat)
            if seat.adapter != nil { try await host.unplugAlone(id) }
            if comeback.after == .zero { try await host.plugAlone(id, comeback) }
            plugs = seat.plugs
        }
        guard comeback.after > .zero else { return }
        try await Task.sleep(for: comeback.after * bench.script.scale)
        try await comeBack(id, comeback, since: plugs)
    }

    /// How often a board was plugged in.
    func plugs(of id: String) throws(WorldError) -> Int { try seat(id).plugs }

    /// Plugs a board in that was pulled when it had been plugged in so often; nothing where that is not how it is still.
    func comeBack(_ id: String, _ comeback: Comeback = Comeback(), since plugs: Int) async throws {
        try await alone { host in
            if try host.seat(id).isOut(since: plugs) { try await host.plugAlone(id, comeback) }
        }
    }

    /// Has the node of a port lead to another pty of its board, where that is news still.
    func move(_ channel: Channel, of id: String, to line: String) async throws {
        try await alone { host in
            var seat = try host.seat(id)
            guard let adapter = seat.adapter, let interface = seat.script.ports.firstIndex(of: channel),
                await seat.board.lines[channel] == line
            else { return }
            seat.lines[channel] = line
            seat.devices[adapter.ttys[interface]] = HeldNumbers.device(of: line)
            host.seats[id] = seat
            try host.view.move(adapter.ttyName(interface), onto: line)
        }
    }

    /// Says what becomes of udev's events from now on. What the boards do goes on all the same.
    public func turnEvents(to mode: EventGate.Mode) async throws {
        try await alone { host in try host.view.turnEvents(to: mode) }
    }

    /// Fills the buffer of whoever listens to udev and does not read, so that Linux drops what comes next.
    func floodEvents() async throws {
        try await alone { host in try host.view.floodEvents() }
    }

    /// Throws what ``replug(_:as:)`` would where a board cannot have these names now.
    func check(_ tty: String, for id: String) throws(WorldError) { _ = try wanted(tty, by: seat(id)) }

    public func isPlugged(_ id: String) throws(WorldError) -> Bool { try seat(id).adapter != nil }

    /// The pty board of an id.
    public func board(_ id: String) throws(WorldError) -> PTYBoard { try seat(id).board }

    /// How a board is now.
    public func state(_ id: String) async throws -> BoardState {
        let seat = try seat(id)
        return seat.state(faults: await seat.board.faultStandings)
    }

    // MARK: - One at a time

    /// Carries out something that nothing else may come between.
    func alone(_ body: (isolated WorldHost) async throws -> Void) async throws {
        if !turnstile.enter() { await withCheckedContinuation { turnstile.wait($0) } }
        defer { turnstile.leave() }
        try await body(self)
    }

    func seat(_ id: String) throws(WorldError) -> Seat {
        guard let seat = seats[id] else { throw .unknownBoard(id, known: boardIDs) }
        return seat
    }

    /// - Parameter nodes: when the nodes of its ports are there.
    func plugAlone(_ id: String, _ comeback: Comeback, nodes: NodeTiming = .atOnce) async throws {
        var seat = try seat(id)
        guard seat.adapter == nil else { throw WorldError.alreadyPlugged(id) }
        if let refusal = comeback.refusal(on: .world) { throw WorldError.request(refusal) }
        try plugHubs(above: seat.address)
        if let serial = comeback.serial { seat.serial = serial.isEmpty ? nil : serial }
        // Asked before the new ptys are made.
        let held = self.held.stillHeld()
        var numbers =
            if let wanted = try wanted(comeback.tty, by: seat) {
                try ttys.take(exactly: wanted, for: id)
            } else {
                try ttys.take(seat.script.ports.count, for: id, held: held)
            }
        if comeback.swaps { numbers.reverse() }
        do {
            seat.lines = try await seat.board.plug()
            for (number, channel) in zip(numbers, seat.script.ports) {
                seat.devices[number] = seat.lines[channel].flatMap(HeldNumbers.device)
            }
            let adapter = try adapter(of: seat, ttys: numbers)
            seat.adapter = adapter
            seats[id] = seat
            try view.appear(adapter, lines: seat.script.ports.compactMap { seat.lines[$0] }, nodes)
        } catch {
            if seat.adapter == nil { ttys.free(numbers) }
            throw error
        }
    }

    /// - Parameters:
    ///   - hangsUp: whether its lines do.
    ///   - isTold: whether udev tells of it.
    func unplugAlone(_ id: String, hangsUp: Bool = true, isTold: Bool = true) async throws {
        var seat = try seat(id)
        guard let adapter = seat.adapter else { throw WorldError.notPlugged(id) }
        holders.end(of: id)
        for (number, device) in seat.devices { held.unplugged(number, device: device) }
        // The line hangs up before anything else is gone, as with usb_serial_disconnect.
        if hangsUp { await seat.board.unplug() } else { await seat.board.vanish() }
        seat.adapter = nil
        seat.lines = [:]
        seat.devices = [:]
        seats[id] = seat
        ttys.free(adapter.ttys)
        numbers.free(adapter.number, on: adapter.address.bus)
        try view.vanish(adapter, isTold: isTold)
    }

    /// The numbers that a board is to have by name, once it has given up those that it has; nil where any will do.
    func wanted(_ tty: String?, by seat: Seat) throws(WorldError) -> [Int]? {
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
}
