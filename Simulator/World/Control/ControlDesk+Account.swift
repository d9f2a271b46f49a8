import BoardModel
import PTYBoard
import RigModel

extension ControlDesk {
    /// What a board has heard, from a line on, and what has struck it.
    func account(_ request: ControlRequest, _ target: BenchTarget) async throws -> BoardAccount {
        let board = try await host.board(target.board)
        let (trace, counters) = await (board.trace, board.counters)
        let from = request.parameters?["from"].flatMap { Int($0) } ?? 0
        let skipped = min(max(0, from - trace.heardBefore), trace.heard.count)
        let heard = trace.heard[skipped...].compactMap { entry -> BoardAccount.Line? in
            guard case .received(let channel, let line) = entry.event else { return nil }
            return BoardAccount.Line(channel: channel.description, hex: VisibleBytes.hex(line))
        }
        return BoardAccount(
            before: trace.heardBefore + skipped, heard: heard, strikes: counters.strikes,
            pluggedIn: counters.pluggedIn, complaints: await board.assertionFailures())
    }
}
