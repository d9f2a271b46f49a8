import BoardModel
import RigModel
import Testing

/// What is said of faults that wait or last: how often they have struck, what is left of them.
@Suite struct FaultStandingTests {
    private func player(_ faults: String...) throws -> BoardPlayer {
        var player = try BoardPlayer(yaml: FaultTests.board)
        for fault in faults { try player.arm(fault) }
        return player
    }

    /// `strikes left | text`, of the only fault.
    private func standing(_ player: BoardPlayer) -> String {
        let all = player.machine.faultStandings(at: player.time)
        guard all.count == 1, let one = all.first else { return "\(all.map(\.fault.id))" }
        return "\(one.strikes) \(one.strikesLeft.map { "\($0)" } ?? "-") | \(one.text)"
    }

    @Test(arguments: [
        ("echo", "1 0 | until cleared"), ("echo:for=1h", "1 0 | 3600 s left"), ("stop_reading", "1 0 | until cleared"),
        ("flood:text=x", "1 0 | until cleared"), ("held_port", "1 0 | until cleared"),
        ("xoff", "1 0 | until cleared"), ("baud_mismatch:baud=300", "1 0 | until cleared"),
    ]) func whatLastsHasStruck(fault: String, expected: String) throws {
        #expect(standing(try player(fault)) == expected)
    }

    @Test func whatLastsAndMayStrikeAgainCountsEveryStrike() throws {
        var player = try player("echo:on=^MEAS,for=3")
        #expect(standing(player) == "0 3 | 3 strikes left")
        _ = player.ask("MEAS")
        #expect(standing(player) == "1 2 | 2 strikes left, until cleared")
        _ = player.ask("MEAS")
        #expect(standing(player) == "2 1 | struck 2 times, 1 strike left, until cleared")
        _ = player.ask("MEAS")
        #expect(standing(player) == "3 0 | struck 3 times, until cleared")
        _ = player.ask("MEAS")
        #expect(standing(player) == "3 0 | struck 3 times, until cleared")
    }

    @Test func whatStrikesAnswersCountsToo() throws {
        var player = try player("duplicate_answer:for=2")
        _ = player.ask("MEAS")
        #expect(standing(player) == "1 1 | struck once, 1 strike left")
    }

    @Test func armedAnewItHasStruckSinceThen() throws {
        var player = try player("echo:on=^MEAS,for=2")
        _ = player.ask("MEAS")
        _ = player.ask("MEAS")
        try player.arm("echo")
        #expect(standing(player) == "1 0 | until cleared")
    }
}
