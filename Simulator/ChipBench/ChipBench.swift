internal import BoardModel
public import ChipBoard
internal import FTDIChip
internal import PTYBoard
internal import RigModel
public import SerialIO
public import World

/// The boards of a bench behind models of their chips, plugged into a machine's USB.
public actor ChipBench {
    let bench: Bench
    let sockets: any ChipSockets
    /// In the bench's order.
    public nonisolated let boards: [ChipBoard]
    let timelines = RunningTimelines()
    let report: @Sendable (String) -> Void
    /// What the timelines could not do, of which the user has been told: they try again and again.
    var told: Set<String> = []

    /// - Parameters:
    ///   - reactor: whose thread the boards run on.
    ///   - report: takes what goes wrong, a line each. It must not wait.
    /// - Throws: `WorldError.bench` where a board's script holds a fault that cannot be shown there; `ChipBoardError`.
    public init(
        _ bench: Bench, sockets: any ChipSockets, reactor: Reactor, report: @escaping @Sendable (String) -> Void
    ) throws {
        self.bench = bench
        self.sockets = sockets
        self.report = report
        try bench.check(on: sockets.transport)
        var boards: [ChipBoard] = []
        for place in bench.script.boards {
            guard let script = bench.boards[place.script] else { continue }
            boards.append(
                try ChipBoard(
                    script: script, id: place.id, serial: place.serial, seed: bench.script.seed(of: place),
                    variables: place.variables, scale: bench.script.scale, reactor: reactor, report: report))
        }
        self.boards = boards
    }

    /// Plugs every board in and serves them, with the bench's timeline, until the task is cancelled.
    /// - Parameter whenPlugged: is called once, when all are in.
    /// - Throws: where a board cannot be plugged in at the beginning; then none is.
    public func run(whenPlugged: @Sendable () -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            for board in boards {
                group.addTask { try await board.run() }
                group.addTask { await self.serve(board) }
            }
            for board in boards { try await plug(board) }
            whenPlugged()
            group.addTask { await self.followTimelines() }
            try await group.waitForAll()
        }
    }

    /// What the boards hold against the rig, one sentence each.
    public func assertionFailures() async -> [String] {
        var failures: [String] = []
        for board in boards { failures += await board.assertionFailures() }
        return failures
    }

    // MARK: - Plugging

    func board(_ id: String) throws(WorldError) -> ChipBoard {
        guard let board = boards.first(where: { $0.id == id }) else {
            throw .unknownBoard(id, known: boards.map(\.id))
        }
        return board
    }

    func plug(_ board: ChipBoard, _ comeback: Comeback = Comeback()) async throws {
        try check(comeback)
        guard await !board.isPlugged else { throw WorldError.alreadyPlugged(board.id) }
        let identity = await board.identity(serial: comeback.serial, swaps: comeback.swaps)
        let socket = try sockets.connect(board.id, identity)
        let sockets = sockets
        try await board.plug(into: Descriptor(owning: socket), serial: comeback.serial, swaps: comeback.swaps) {
            sockets.session($0)
        }
    }

    func unplug(_ board: ChipBoard) async throws {
        guard await board.isPlugged else { throw WorldError.notPlugged(board.id) }
        await board.unplug()
        sockets.disconnected(board.id)
    }

    func state(_ board: ChipBoard) async -> BoardState {
        let armed = await board.faultStandings
        let place = bench.script.boards.first { $0.id == board.id }
        let isPlugged = await board.isPlugged
        let names = sockets.ttys(of: board.id, channels: board.script.ports.count)
        return BoardState(
            id: board.id, board: board.script.name, chip: board.script.usb.chip.rawValue,
            product: board.script.usb.product, serial: await board.identity(serial: nil).serial,
            path: place?.path ?? "", plugged: isPlugged,
            ports: zip(board.script.ports, names).map { channel, name in
                BoardState.Port(channel: "\(channel)", tty: isPlugged ? name ?? "plugged in" : nil)
            },
            faults: armed.map(\.fault.id), armed: armed.map(ArmedFaultState.init))
    }

    /// Pulls a board out, if it is in, and plugs it in again once its time is over, where nobody has meanwhile. It stays as
    /// it is where it cannot come back so.
    func replug(_ board: ChipBoard, _ comeback: Comeback) async throws {
        try check(comeback)
        if await board.isPlugged { try await unplug(board) }
        let plugs = await board.plugs
        try await Task.sleep(for: comeback.after * bench.script.scale)
        if await isOut(board, since: plugs) { try await plug(board, comeback) }
    }

    /// Whether a board is out, and was since it had been plugged in so often: else somebody has decided about it meanwhile.
    func isOut(_ board: ChipBoard, since plugs: Int) async -> Bool {
        let isNews = await board.plugs != plugs
        return await !board.isPlugged && !isNews
    }

    /// A fault that cannot be shown here is refused when it is armed, not when it strikes.
    func arm(_ fault: Fault, on board: ChipBoard) async throws {
        try check(fault, on: board)
        await board.arm(fault)
    }

    /// Lets a timeline happen from now on, beside the bench's own.
    func begin(_ script: TimelineScript, as name: String) async throws {
        for (id, fault) in script.faults { try check(fault, on: board(id)) }
        for comeback in script.comebacks { try check(comeback) }
        await timelines.begin(BenchTimeline(of: script, seed: bench.script.seed), as: name)
    }

    func check(_ comeback: Comeback) throws(WorldError) {
        if let refusal = comeback.refusal(on: sockets.transport) { throw .request(refusal) }
    }

    private func check(_ fault: Fault, on board: ChipBoard) throws(WorldError) {
        if let refusal = fault.kind.refusal(on: sockets.transport) { throw .request(refusal) }
        try bench.check(fault, of: board.id)
        if case .host(.hubPull(_, let others)) = fault.kind { _ = try neighbours(of: board, others) }
    }

    /// The boards on the hub that a board is on, and on the hubs behind it.
    /// - Parameter wanted: only these, of which each has to be there; nil: all.
    func neighbours(of board: ChipBoard, _ wanted: [String]?) throws(WorldError) -> [ChipBoard] {
        guard let address = bench.addresses[board.id], let hub = address.hub else {
            let socket = bench.addresses[board.id].map { "\($0)" } ?? "no socket"
            throw .request("board \(board.id) is in \(socket), which is on no hub; hub_pull needs one")
        }
        var neighbours: [ChipBoard] = []
        for other in try wanted.map({ ids throws(WorldError) in try boards(ids) }) ?? boards {
            let socket = bench.addresses[other.id]
            if socket?.hubs.contains(hub) == true {
                neighbours.append(other)
            } else if wanted != nil {
                let place = socket.map { "\($0)" } ?? "no socket"
                throw .request("board \(other.id) is in \(place), which is not on the hub \(hub) of \(board.id)")
            }
        }
        return neighbours
    }

    private func boards(_ ids: [String]) throws(WorldError) -> [ChipBoard] {
        var found: [ChipBoard] = []
        for id in ids { found.append(try board(id)) }
        return found
    }
}
