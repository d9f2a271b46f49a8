import BoardModel
import Foundation
import PTYBoard
import SerialIO
import Support
import Testing

@testable import World

@Suite("A board that is to come back", .timeLimit(.minutes(2)))
struct ReplugTests {
    /// Shows a bench of one board `left` by a list.
    private static func withHost(_ body: (WorldHost) async throws -> Void) async throws {
        let probe = try WorldProbe("replug-\(UUID())")
        defer { probe.remove() }
        let bench = try Bench(
            script: BenchScript(yaml: WorldProbe.bench(), file: "bench"),
            boards: ["probe": BoardScript(yaml: WorldProbe.board, file: "probe")])
        let reactor = try Reactor(name: "replug")
        defer { reactor.shutdown() }
        let script = try #require(bench.boards["probe"])
        let board = try PTYBoard(script: script, id: "left", seed: 1, reactor: reactor)
        // Ends with the reactor.
        let running = Task { try await board.run() }
        defer { running.cancel() }
        let host = try WorldHost(
            bench: bench, boards: ["left": board], listIn: WorldFolder(name: probe.name, path: probe.folder.path()))
        try await host.plug("left")
        try await body(host)
        try await host.unplug("left")
    }

    @Test("does so where it is out as it was left, and not where somebody has plugged it in and pulled it since")
    func uninvited() async throws {
        try await Self.withHost { host in
            let before = try await host.plugs(of: "left")
            try await host.unplug("left")
            try await host.plug("left")
            try await host.unplug("left")
            try await host.comeBack("left", since: before)
            #expect(try await !host.isPlugged("left"))
            try await host.comeBack("left", since: before + 1)
            #expect(try await host.isPlugged("left"))
            // It is in already.
            try await host.comeBack("left", since: before + 2)
        }
    }

    @Test("has given its order up where somebody has decided about it meanwhile")
    func meanwhile() async throws {
        try await Self.withHost { host in
            async let replug: Void = host.replug("left", Comeback(after: .seconds(2)))
            try await eventually("the board is out") { try await !host.isPlugged("left") }
            try await host.plug("left")
            try await host.unplug("left")
            try await replug
            #expect(try await !host.isPlugged("left"))
            try await host.replug("left", Comeback(after: .milliseconds(1)))
            #expect(try await host.isPlugged("left"))
        }
    }
}
