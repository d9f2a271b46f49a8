import APIClient
import RigModel
import Support
import Testing

extension Duration {
    /// Between two looks at the service: each costs a slow machine something.
    static let look = Duration.milliseconds(100)
}

extension APIClient {
    /// Waits until so many ports are there and free.
    @discardableResult func ports(available count: Int) async throws -> [API.Port] {
        try await eventually("\(count) ports are available", every: .look) {
            let ports = try await ports()
            return ports.available == count ? ports.ports : nil
        }
    }

    func port(_ id: PortID, _ isWanted: (API.Port) -> Bool) async throws -> API.Port {
        try await eventually("port \(id) is as it should be", every: .look) {
            try await ports().ports.first { $0.id == id && isWanted($0) }
        }
    }

    func begin(_ bib: BIBID, _ uut: String? = nil) async throws -> [ExecutionID] {
        try await start(API.StartExecution(bibId: bib, uutId: uut)).executions.map(\.executionId)
    }

    func ended(_ id: ExecutionID) async throws -> API.ExecutionDetails {
        try await eventually("run \(id) has ended", every: .look) {
            let details = try await execution(id)
            return details.result == nil ? nil : details
        }
    }

    /// Asks for one run and waits for its end.
    func run(_ bib: BIBID, _ uut: String) async throws -> API.ExecutionDetails {
        try await ended(begin(bib, uut)[0])
    }

    /// Asks for one run, which is to pass.
    func expectPass(
        _ bib: BIBID, _ uut: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let run = try await run(bib, uut)
        let hints = run.steps.flatMap(\.hints)
        #expect(
            run.result?.verdict == .pass, "\(run.result?.explanation ?? "no result") \(hints)",
            sourceLocation: sourceLocation)
    }
}
