import Execution
import Locking
import RigModel
import SerialIO
import Support

/// Plays a unit on the far end of a line: answers what it knows, and writes down every line that it hears.
final class UnitPlayer: Sendable {
    private let heardLines = Lock<[String]>([])
    private let isDone = Lock(false)

    var heard: [String] { heardLines.withLock { $0 } }

    func stop() { isDone.withLock { $0 = true } }

    /// Until `stop` was called, and nothing more came.
    func play(_ pty: PTYPair, _ replies: [String: String]) async {
        var rest: [UInt8] = []
        while true {
            let isLast = isDone.withLock { $0 }
            rest += await pty.readAll(quietFor: .milliseconds(isLast ? 30 : 2))
            while let end = rest.firstIndex(of: 0x0a) {
                let line = String(decoding: rest[..<end].filter { $0 != 0x0d }, as: UTF8.self)
                rest.removeSubrange(...end)
                heardLines.withLock { $0.append(line) }
                if let reply = replies[line] { try? await pty.write(reply) }
            }
            if isLast { return }
        }
    }

    /// Waits until a line was heard.
    func waitToHear(_ line: String, on bench: Bench) async throws {
        _ = try await bench.wait(for: "the unit to hear \(line)") { heard.contains(line) ? true : nil }
    }
}

extension Bench {
    /// Like `run`, with a unit played on each line; the body can cancel what surrounds the engine.
    ///
    /// - Returns: what each line heard, from the first byte to the last, and what the body returned.
    func play<Result: Sendable>(
        _ replies: [String: String],
        _ body: @Sendable @escaping (_ units: [UnitPlayer], _ cancelEngine: @Sendable () -> Void) async throws -> Result
    ) async throws -> (result: Result, heard: [[String]]) {
        let engine = engine
        let players = ptys.map { _ in UnitPlayer() }
        let work = Task(executorPreference: reactor) { await engine.run() }
        let playing = zip(players, ptys).map { player, pty in
            Task(executorPreference: reactor) { await player.play(pty, replies) }
        }
        let outcome = await Task(executorPreference: reactor) {
            try await body(players) { work.cancel() }
        }.result
        await engine.stopAll(.shutdown)
        await work.value
        for player in players { player.stop() }
        for task in playing { await task.value }
        reactor.shutdown()
        return (try outcome.get(), players.map(\.heard))
    }
}
