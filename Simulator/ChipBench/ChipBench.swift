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
    /// The timelines that are to happen beside the bench's own. One consumer.
    let timelines: AsyncStream<BenchTimeline>
    private let further: AsyncStream<BenchTimeline>.Continuation
    let report: @Sendable (String) -> Void

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
        (timelines, further) = AsyncStream.makeStream()
        var boards: [ChipBoard] = []
        for place in bench.script.boards {
            guard let script = bench.boards[place.script] else { continue }
            for fault in script.faults {
                guard let refusal = fault.kind.refusal(on: sockets.transport) else { continue }
                throw WorldError.bench(
                    "bench \(bench.script.name): board \(place.id), script \(script.name): \(refusal)")
            }
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
        let identity = await board.identity(serial: comeback.serial)
        let socket = try sockets.connect(board.id, identity)
        let sockets = sockets
        try await board.plug(into: Descriptor(owning: socket), serial: comeback.serial) { sockets.session($0) }
    }

    func unplug(_ board: ChipBoard) async throws {
        guard await board.isPlugged else { throw WorldError.notPlugged(board.id) }
        await board.unplug()
        sockets.disconnected(board.id)
    }

    func state(_ board: ChipBoard) async -> BoardState {
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
            faults: await board.armedFaults.map(\.id))
    }

    /// Pulls a board out, if it is in, and plugs it in again. It stays as it is where it cannot come back so.
    func replug(_ board: ChipBoard, _ comeback: Comeback) async throws {
        try check(comeback)
        if await board.isPlugged { try await unplug(board) }
        try await plug(board, comeback)
    }

    /// A fault that cannot be shown here is refused when it is armed, not when it strikes.
    func arm(_ fault: Fault, on board: ChipBoard) async throws {
        try check(fault, on: board)
        await board.arm(fault)
    }

    /// Lets a timeline happen from now on, beside the bench's own.
    func begin(_ script: TimelineScript) throws {
        for (id, fault) in script.faults { try check(fault, on: board(id)) }
        further.yield(BenchTimeline(of: script, seed: bench.script.seed))
    }

    func check(_ comeback: Comeback) throws(WorldError) {
        if let refusal = comeback.refusal(on: sockets.transport) { throw .request(refusal) }
    }

    private func check(_ fault: Fault, on board: ChipBoard) throws(WorldError) {
        if let refusal = fault.kind.refusal(on: sockets.transport) { throw .request(refusal) }
        if case .host(.hubPull) = fault.kind { _ = try hub(of: board) }
    }

    /// The path of the hub that a board is on.
    func hub(of board: ChipBoard) throws(WorldError) -> Substring {
        let path = bench.script.boards.first { $0.id == board.id }?.path ?? ""
        guard let dot = path.lastIndex(of: ".") else {
            throw .request("board \(board.id) is in \(path), which is on no hub; hub_pull needs one")
        }
        return path[..<dot]
    }
}
