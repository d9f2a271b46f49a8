public import APIClient
internal import RigModel
internal import Support
public import World

/// What is done to the bench `Fixtures/vm/benches/attach.yaml`, a quad and a single, wherever it is plugged in. The same
/// words to the boards and to the service on every transport, and the same comes of them.
public struct BenchScenario: Sendable {
    /// What did not come of it.
    public struct Surprise: Error, CustomStringConvertible {
        public let description: String
    }
    private let client: APIClient
    /// Between two looks at the service.
    private let pause: Duration
    private let tell: @Sendable (ControlRequest) async throws -> Void

    /// - Parameter tell: gives the boards an order, which they are to take.
    public init(
        _ client: APIClient, lookingEvery pause: Duration,
        telling tell: @escaping @Sendable (ControlRequest) async throws -> Void
    ) {
        self.client = client
        self.pause = pause
        self.tell = tell
    }

    /// Each channel is a port under its own name, and a unit passes; the one that has line settings that a pty has too.
    public func boardsAreFoundAndPass() async throws {
        let ports = try await allAvailable()
        try demand(ports.map(\.id.rawValue) == ["FTQUAD-A", "FTQUAD-B", "FTQUAD-C", "FTQUAD-D", "FTSINGLE-A"], ports)
        try demand(ports.map { $0.chip ?? "-" } == Array(repeating: "FT4232H", count: 4) + ["FT232R"], ports)
        try await expect("vm_quad", "a", .pass)
    }

    /// The run whose board is pulled out in the middle of an answer is an error at that step; the board comes back at once.
    public func aPulledPlugIsAnError() async throws {
        try await allAvailable()
        try await tell(
            ControlRequest(
                verb: .fault, board: "single", kind: "replug",
                parameters: ["on": "^MEAS", "at": "mid_reply", "hit": "1", "after": "1ms"]))
        let run = try await expect("vm_single", "unit", .error)
        try demand(run.result?.decidingStep == "rail", run.result as Any)
        try demand(run.result?.explanation.contains("unplugged") == true, run.result as Any)
        try await allAvailable { $0[4].incarnation == 2 }
    }

    /// Their ttys come in the other order, and each is the channel that it was.
    public func swappedChannelsAreWhoTheyWere() async throws {
        let before = names(of: try await allAvailable())
        try demand(before == before.sorted(), before)
        try await tell(ControlRequest(verb: .replug, board: "quad", swap: true))
        let ports = try await allAvailable { $0.prefix(4).allSatisfy { $0.incarnation == 2 } }
        try demand(names(of: ports) == before.reversed(), "\(before), then \(names(of: ports))")
        try await expect("vm_quad", "a", .pass)
    }

    /// Of the quad's channels, in order.
    private func names(of ports: [API.Port]) -> [String] { ports.prefix(4).map(\.portName) }

    @discardableResult private func allAvailable(
        _ isWanted: ([API.Port]) -> Bool = { _ in true }
    ) async throws -> [API.Port] {
        try await eventually("five ports are available", every: pause) {
            let ports = try await client.ports()
            let sorted = ports.ports.sorted { $0.id.rawValue < $1.id.rawValue }
            return ports.available == 5 && isWanted(sorted) ? sorted : nil
        }
    }

    @discardableResult private func expect(
        _ bib: BIBID, _ uut: String, _ verdict: Verdict
    ) async throws -> API.ExecutionDetails {
        let id = try await client.start(API.StartExecution(bibId: bib, uutId: uut)).executions[0].executionId
        let run = try await eventually("run \(id) has ended", every: pause) {
            let run = try await client.execution(id)
            return run.result == nil ? nil : run
        }
        try demand(run.result?.verdict == verdict, "\(run.result as Any) \(run.steps.flatMap(\.hints))")
        return run
    }

    private func demand(_ isSo: Bool, _ what: @autoclosure () -> Any, line: Int = #line) throws(Surprise) {
        if !isSo { throw Surprise(description: "BenchScenario:\(line): \(what())") }
    }
}
