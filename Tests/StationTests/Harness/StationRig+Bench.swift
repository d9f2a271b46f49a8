import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

extension StationRig {
    /// Waits until so many ports are there and free.
    @discardableResult func ports(available count: Int = 12) async throws -> API.Ports {
        try await eventually("\(count) ports are available") {
            let ports = try await client.ports()
            return ports.available == count ? ports : nil
        }
    }

    func port(_ id: PortID, _ isWanted: (API.Port) -> Bool) async throws -> API.Port {
        try await eventually("port \(id) is as it should be") {
            try await client.ports().ports.first { $0.id == id && isWanted($0) }
        }
    }

    /// Asks for runs.
    @discardableResult func start(_ bib: BIBID, _ uut: String? = nil) async throws -> [ExecutionID] {
        try await client.start(API.StartExecution(bibId: bib, uutId: uut)).executions.map(\.executionId)
    }

    /// Asks for a run of all eight units.
    func startAll() async throws -> [ExecutionID] {
        var ids: [ExecutionID] = []
        for bib: BIBID in ["client_demo", "production_test_v2", "sensor_node"] { ids += try await start(bib) }
        return ids
    }

    /// Asks for one run and waits for its end.
    func run(_ bib: BIBID, _ uut: String) async throws -> API.ExecutionDetails {
        let position = try await client.snapshot().position
        let ids = try await start(bib, uut)
        _ = try await events(after: position, until: .completed(Set(ids)))
        return try await client.execution(ids[0])
    }

    func fault(_ board: String, _ kind: String, _ parameters: [String: String]) throws {
        _ = try boards.ask(ControlRequest(verb: .fault, board: board, kind: kind, parameters: parameters))
    }

    /// Tells the boards to do something, as on `uutsim`'s command line: `plug`, `s1`; throws where they do not.
    func order(_ words: [String]) async throws {
        let outcome = try await simulator.run(
            words + ["--world", "rig"], environment: ["XDG_RUNTIME_DIR": folder.path], slots: nil)
        guard outcome.status == 0 else { throw NotInTime(description: "\(words): \(outcome.errors)") }
    }

    /// `portpool run` with these arguments, whose service is killed in the midst of a run and does not come back.
    func runLosingTheService(_ arguments: String...) async throws -> BuiltProgram.Outcome {
        async let ending = BuiltProgram("portpool").run(
            ["run"] + arguments + ["--patience", "1", "--address", "unix:\(socket)"])
        _ = try await eventually("a run is under way") { try await client.executions().active.first }
        #expect(service.signal(SIGKILL))
        return try await ending
    }
}
