import BoardModel
import ChipBench
import Locking
import SerialIO
import Support
import World

/// The bench that they are asked of.
extension ChipDeskTests {
    static let board = """
        version: 1
        board: probe
        usb: { pid: "6001", product: "probe" }
        channels: { A: {} }

        """

    static let all = ["left", "right", "alone", "deep"]

    static func bench(timeline: String = "[]") -> String {
        """
        version: 1
        bench: probe
        boards:
          - { id: left, board: probe, serial: FT1, path: "1-2.1" }
          - { id: right, board: probe, serial: FT2, path: "1-2.2" }
          - { id: alone, board: probe, serial: FT3, path: "1-3" }
          - { id: deep, board: probe, serial: FT4, path: "1-2.3.1" }
        timeline: \(timeline)

        """
    }

    /// A bench that runs, all boards plugged in.
    struct Running: Sendable {
        let desk: ChipDesk
        let sockets: FakeSockets
        let reports: Reports

        func ask(_ request: ControlRequest) async -> ControlReply { await desk.answer(request) }

        /// Who is plugged in.
        func present() async -> [String] {
            await ask(ControlRequest(verb: .boards)).boards?.filter(\.plugged).map(\.id) ?? []
        }

        func until(_ holds: (Running) async -> Bool) async throws {
            try await eventually("the bench is as it should be") { await holds(self) }
        }
    }

    final class Reports: Sendable {
        let all = Lock<[String]>([])
        var lines: [String] { all.withLock { $0 } }
        func add(_ line: String) { all.withLock { $0.append(line) } }
    }

    func running(
        on transport: FaultTransport, board: String = board, bench: String = bench(), takenOnce: Set<String> = [],
        _ body: @Sendable (Running) async throws -> Void
    ) async throws {
        let reactor = try Reactor(name: "chips")
        defer { reactor.shutdown() }
        let bench = try Bench(
            script: BenchScript(yaml: bench, file: "bench"), boards: ["probe": BoardScript(yaml: board, file: "probe")])
        let (sockets, reports) = (FakeSockets(transport, takenOnce: takenOnce), Reports())
        let host = try ChipBench(bench, sockets: sockets, reactor: reactor) { reports.add($0) }
        let (plugged, allIn) = AsyncStream.makeStream(of: Void.self)
        // Ends with the reactor, or cancelled.
        let serving = Task { try await host.run { allIn.finish() } }
        for await _ in plugged {}
        defer { serving.cancel() }
        try await body(Running(desk: ChipDesk(bench: bench, host: host), sockets: sockets, reports: reports))
    }
}
