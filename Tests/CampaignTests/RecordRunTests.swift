import APIClient
import Campaign
import Foundation
import RigModel
import Support
import Testing
import World

/// Real runs, recorded; then the same plan on the recorded boards: the same verdicts and the same bytes.
@Suite(.timeLimit(.minutes(3))) struct RecordRunTests {
    @Test func theReplayOfRealRunsGivesTheSameVerdictsAndBytes() async throws {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        // The first board's answers are faulty at some steps: verdicts of every kind are to come back.
        // And it says something unasked in every run.
        let board = try folder.fixture("boards/client_demo.yaml").replacing("every: 4s..7s", with: "every: 2s..3s")
        try folder.write(
            board + """
                faults:
                  - { id: mute, kind: no_answer, for: 1, when: { on: '^ID' } }
                  - { id: half, kind: partial_line, keep: 3, channel: C, when: { on: '^WDOG' } }
                  - { id: noise, kind: garbage, bytes: 12, place: line, when: { on: '^MEAS 5V' } }
                  - { id: hot, kind: replace, with: "WARNING HOT", when: { on: '^TEST$' } }

                """, to: "first/boards/client_demo.yaml")
        let first = try await runs(in: folder, "first", board: "client_demo")
        #expect(first.map(\.result?.verdict) == [.warn, .timeout])

        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/second/boards", withIntermediateDirectories: true)
        let recorded = try await folder.uutsim([
            "record", "\(folder.path)/first/kept/logs", "--out", "\(folder.path)/second/boards/copy.yaml",
            "--product", "client_demo",
        ])
        #expect(recorded.status == 0, "\(recorded.errors)")
        #expect(recorded.errors.contains("copy.yaml: 2 units, "))

        let second = try await runs(in: folder, "second", board: "copy")
        #expect(second.map(\.result?.verdict) == first.map(\.result?.verdict))
        #expect(second.map(\.result?.decidingStep) == first.map(\.result?.decidingStep))
        #expect(second.map(\.result?.unitSerial) == first.map(\.result?.unitSerial))
        for (old, new) in zip(first, second) {
            #expect(new.steps.map(\.step) == old.steps.map(\.step))
            #expect(new.steps.map(\.verdict) == old.steps.map(\.verdict))
            #expect(new.steps.map { $0.attempts.map(\.outcome) } == old.steps.map { $0.attempts.map(\.outcome) })
            #expect(new.steps.map { $0.attempts.map(\.sentHex) } == old.steps.map { $0.attempts.map(\.sentHex) })
            #expect(new.steps.map(\.captures) == old.steps.map(\.captures))
            #expect(new.steps.map(\.measurements) == old.steps.map(\.measurements))
            #expect(Self.heard(new) == Self.heard(old))
        }
        // Or nothing that is said unasked would have been compared.
        #expect(Self.heard(first[0]).contains("# alive\\r\\n"))
    }

    /// All that came in a run, in its order, what the unit said unasked too. By steps it is not told apart: of a byte that
    /// comes between two, microseconds say which of them has it.
    private static func heard(_ run: API.ExecutionDetails) -> String {
        run.steps.flatMap(\.attempts).map { $0.discarded + $0.received }.joined()
    }

    /// Runs both units of the demo board once, and keeps the logs.
    private func runs(in folder: CampaignFolder, _ name: String, board: String) async throws -> [API.ExecutionDetails] {
        try folder.write(
            """
            version: 1
            bench: \(name)
            seed: 3
            boards: [ { id: left, board: \(board), serial: FT7DEMO1, path: "1-2.1" } ]

            """, to: "\(name)/benches/bench.yaml")
        try folder.write(folder.fixture("bibs/client_demo.yaml"), to: "\(name)/plans/client_demo.yaml")
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/\(name)/boards", withIntermediateDirectories: true)
        let setup = CampaignStation.Setup(
            simulator: try BuiltProgram("uutsim").path, service: try BuiltProgram("portpool").path,
            bench: "\(folder.path)/\(name)/benches/bench.yaml", plans: "\(folder.path)/\(name)/plans")
        return try await Slots.stations.use {
            try await CampaignStation.with(setup, in: "\(folder.path)/\(name)/s") { station in
                var runs: [API.ExecutionDetails] = []
                for uut in ["production_uut", "backup_uut"] {
                    runs.append(try await Self.run(uut, on: station))
                }
                try FileManager.default.createDirectory(
                    atPath: "\(folder.path)/\(name)/kept", withIntermediateDirectories: true)
                try FileManager.default.copyItem(
                    atPath: "\(station.state)/logs", toPath: "\(folder.path)/\(name)/kept/logs")
                return runs
            }
        }
    }

    private static func run(_ uut: String, on station: CampaignStation) async throws -> API.ExecutionDetails {
        let client = station.client
        try await eventually("the board's four ports are available") { try await client.ports().available == 4 }
        let position = try await client.snapshot().position
        let order = API.StartExecution(bibId: "client_demo", uutId: uut)
        let id = try #require(try await client.start(order).executions.first?.executionId)
        try await client.events(query: [("after", position)]) { event in
            !(event.name == "ExecutionCompleted" && event.data.contains(id.rawValue))
        }
        let run = try await client.execution(id)
        // Its log is written behind it.
        try await eventually("the log of \(uut) is sealed") {
            let log = try await client.logFile(run.bibId, run.uutId, id)
            return String(decoding: log, as: UTF8.self).contains("# sealed ")
        }
        return run
    }
}
