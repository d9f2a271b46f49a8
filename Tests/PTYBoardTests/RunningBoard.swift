import BoardModel
import PTYBoard
import RigModel
import SerialIO
import Support

/// Runs a board on a reactor of its own while `body` uses it, and ends both.
func withBoard(
    _ rest: String, pid: String = "6001", channels: String = "{ A: {} }", scale: Double = 1,
    report: @escaping @Sendable (String) -> Void = { _ in },
    _ body: @Sendable @escaping (PTYBoard) async throws -> Void
) async throws {
    let script = try BoardScript(
        yaml: """
            version: 1
            board: test
            usb: { pid: "\(pid)", product: "test" }
            channels: \(channels)
            \(rest)
            """, file: "test.yaml")
    let reactor = try Reactor(name: "test")
    defer { reactor.shutdown() }
    // The clients block while they wait: a thread of their own, not one of the default pool's few.
    let clients = try Reactor(name: "clients")
    defer { clients.shutdown() }
    let board = try PTYBoard(script: script, id: "test", seed: 1, scale: scale, reactor: reactor, report: report)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask(executorPreference: reactor) { try await board.run() }
        group.addTask(executorPreference: clients) { try await body(board) }
        // The board runs until the body has ended.
        try await group.next()
        group.cancelAll()
    }
}
