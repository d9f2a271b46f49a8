internal import BoardModel
public import ChipBoard
internal import FTDIChip
internal import PTYBoard
internal import RigModel
public import SerialIO
public import World

/// The boards of a bench behind models of their chips, plugged into a machine's USB.
public actor ChipBench {
    private let bench: Bench
    private let sockets: any ChipSockets
    /// In the bench's order.
    public nonisolated let boards: [ChipBoard]
    private let report: @Sendable (String) -> Void

    /// - Parameters:
    ///   - reactor: whose thread the boards run on.
    ///   - report: takes what goes wrong, a line each. It must not wait.
    public init(
        _ bench: Bench, sockets: any ChipSockets, reactor: Reactor, report: @escaping @Sendable (String) -> Void
    ) throws(ChipBoardError) {
        self.bench = bench
        self.sockets = sockets
        self.report = report
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
            group.addTask { await self.followTimeline() }
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

    func plug(_ board: ChipBoard, serial: String? = nil) async throws {
        guard await !board.isPlugged else { throw WorldError.alreadyPlugged(board.id) }
        let identity = await board.identity(serial: serial)
        let socket = try sockets.connect(board.id, identity)
        let sockets = sockets
        try await board.plug(into: Descriptor(owning: socket), serial: serial) { sockets.session($0) }
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

    /// A fault that cannot be shown here is refused when it is armed, not when it strikes.
    func arm(_ fault: Fault, on board: ChipBoard) async throws {
        if let refusal = fault.kind.refusal(on: sockets.transport) { throw WorldError.request(refusal) }
        await board.arm(fault)
    }

    // MARK: - What happens by itself

    /// Does what one board's own faults ask for.
    private func serve(_ board: ChipBoard) async {
        for await request in board.requests {
            switch request {
            case .unplugged: sockets.disconnected(board.id)
            case .replug(let comeback): await comeBack(board, comeback, after: comeback.after)
            case .host(.hubPull(let after), _, _): await pullHub(of: board, for: after)
            case .host(let fault, _, _):
                report("\(board.id): \(FaultKind.host(fault).refusal(on: sockets.transport) ?? "\(fault)")")
            case .recovered: break
            }
        }
    }

    private func comeBack(_ board: ChipBoard, _ comeback: Comeback, after delay: Duration) async {
        do {
            try await Task.sleep(for: delay)
            if await !board.isPlugged { try await plug(board, serial: comeback.serial) }
        } catch is CancellationError {
            return
        } catch {
            report("board \(board.id): \(error)")
        }
    }

    /// All boards behind the same hub go at once.
    private func pullHub(of board: ChipBoard, for delay: Duration?) async {
        let neighbours = neighbours(of: board)
        for neighbour in neighbours where await neighbour.isPlugged { try? await unplug(neighbour) }
        guard let delay else { return }
        for neighbour in neighbours {
            await comeBack(neighbour, Comeback(), after: neighbour === neighbours[0] ? delay : .zero)
        }
    }

    private func neighbours(of board: ChipBoard) -> [ChipBoard] {
        func hub(_ id: String) -> Substring? {
            let path = bench.script.boards.first { $0.id == id }?.path
            return path.flatMap { path in path.lastIndex(of: ".").map { path[..<$0] } }
        }
        guard let own = hub(board.id) else { return [board] }
        return boards.filter { hub($0.id) == own }
    }

    private func followTimeline() async {
        let scale = bench.script.scale
        let start = ContinuousClock.now
        var timeline = BenchTimeline(of: bench.script)
        await withDiscardingTaskGroup { group in
            while let wake = timeline.nextWake {
                do { try await Task.sleep(until: start + wake.sinceStart * scale) } catch { break }
                for action in timeline.due(at: wake) {
                    group.addTask { await self.carryOut(action) }
                }
            }
        }
    }

    private func carryOut(_ action: BenchAction) async {
        do {
            switch action {
            case .plug(let id, _):
                let board = try board(id)
                if await !board.isPlugged { try await plug(board) }
            case .unplug(let id):
                let board = try board(id)
                if await board.isPlugged { try await unplug(board) }
            case .replug(let id, let comeback):
                let board = try board(id)
                if await board.isPlugged { try await unplug(board) }
                await comeBack(board, comeback, after: comeback.after * bench.script.scale)
            case .fault(let id, let fault): try await arm(fault, on: board(id))
            case .clear(let id, let fault):
                for board in try id.map({ [try board($0)] }) ?? boards { await board.clear(fault) }
            }
        } catch {
            report("timeline: \(error)")
        }
    }
}
