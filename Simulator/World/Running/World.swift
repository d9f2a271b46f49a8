import BoardModel
import PTYBoard
import SerialIO

/// A whole world from its first board to its last: what pid 1 of it does.
public struct World: Sendable {
    /// By what programs know of the boards.
    public enum Showing: Sendable, Hashable {
        /// By /sys, /dev and udev, in namespaces that ``WorldEntry`` has entered.
        case devices
        /// By the list in the world's folder, on the machine as it is.
        case list
    }
    /// The port of the host that leads in.
    public struct Publication: Sendable, Hashable {
        /// A listening socket of the host's network.
        public let listener: Int32
        /// The service's socket.
        public let service: String
        public init(listener: Int32, service: String) {
            self.listener = listener
            self.service = service
        }
    }
    /// How a world ended.
    public struct Outcome: Sendable, Hashable {
        /// The command's exit status; 128 + n if signal n ended it.
        public let status: Int32
        /// What the boards hold against the rig, one sentence each.
        public let assertionFailures: [String]
        /// What `uutsim` exits with: 5 where only a board complains.
        public var exitCode: Int32 { status == 0 && !assertionFailures.isEmpty ? 5 : status }
    }

    let bench: Bench
    let showing: Showing
    let folder: WorldFolder
    let command: LaunchedCommand
    let publication: Publication?
    let signals: Int32
    let report: @Sendable (String) -> Void

    /// - Parameters:
    ///   - signals: as ``WorldEntry/Side/inside(signals:)`` or ``WorldEntry/signals()`` gave it.
    ///   - report: takes what goes wrong beside the command, a line each.
    public init(
        bench: Bench, showing: Showing, folder: WorldFolder, command: LaunchedCommand, publication: Publication?,
        signals: Int32,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.bench = bench
        self.showing = showing
        self.folder = folder
        self.command = command
        self.publication = publication
        self.signals = signals
        self.report = report
    }

    /// Plugs the boards in, runs the command to its end, and ends.
    public func run() async throws -> Outcome {
        let reactor = try Reactor(name: "world")
        let boards = try makeBoards(reactor)
        let host = try await makeHost(boards)
        let timelines = RunningTimelines()
        let desk = ControlDesk(bench: bench, host: host, timelines: timelines)
        let control = try ControlServer(path: folder.controlSocket, reactor: reactor) { await desk.answer($0) }
        let watch = CommandWatch(command, signals: signals, reactor: reactor)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer {
                // No wait on the reactor ends by cancellation; shutting it down ends them all.
                group.cancelAll()
                reactor.shutdown()
            }
            for board in boards {
                group.addTask { await self.noting("board \(board.id)") { try await board.run() } }
                group.addTask { await BoardRequests(board: board, host: host).run(report) }
            }
            for id in await host.boardIDs { try await host.plug(id) }
            group.addTask { await noting("control") { try await control.run() } }
            if let publication {
                let port = PublishedPort(
                    listener: publication.listener, service: publication.service, reactor: reactor,
                    panel: BenchPanel(world: folder.name) { await desk.answer($0) })
                group.addTask { await noting("published port") { try await port.run() } }
            }
            await timelines.begin(BenchTimeline(of: bench.script), as: nil)
            let actions = TimelineActions(scale: bench.script.scale, desk: desk, host: host, report: report)
            group.addTask { await timelines.run(scale: actions.scale) { await actions.carryOut($0, $1) } }
            let status = try await watch.run()
            if await watch.hadToBeKilled {
                let grace = CommandWatch.grace.components.seconds
                report("the command had not ended \(grace) s after it was told to, and was killed")
            }
            var failures: [String] = []
            for board in boards {
                failures += await board.assertionFailures()
                for loss in await board.losses() { report(loss) }
            }
            return Outcome(status: status, assertionFailures: failures)
        }
    }

    private func makeHost(_ boards: [PTYBoard]) async throws -> WorldHost {
        let boards = Dictionary(uniqueKeysWithValues: boards.map { ($0.id, $0) })
        guard showing == .list else { return try WorldHost(bench: bench, boards: boards) }
        let host = try WorldHost(bench: bench, boards: boards, listIn: folder)
        // What a list cannot show is not left out in silence.
        for (board, fault) in bench.faults {
            if let refusal = await host.refusal(of: fault.kind) {
                throw WorldError.bench("board \(board): \(refusal)")
            }
        }
        return host
    }

    private func makeBoards(_ reactor: Reactor) throws -> [PTYBoard] {
        try bench.script.boards.compactMap { place in
            try bench.boards[place.script].map { script in
                try PTYBoard(
                    script: script, id: place.id, seed: bench.script.seed(of: place), variables: place.variables,
                    scale: bench.script.scale, reactor: reactor, report: report)
            }
        }
    }

    private func noting(_ what: String, _ body: () async throws -> Void) async {
        do { try await body() } catch { report("\(what): \(error)") }
    }
}
