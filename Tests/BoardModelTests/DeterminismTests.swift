import BoardModel
import RigModel
import Testing

/// The same seed and the same input give the same bytes at the same times, whatever the board, its faults and the pieces
/// that the input comes in.
@Suite struct DeterminismTests {
    /// A session of a rig with a board: what is sent when, and what is armed, from one seed.
    private struct Session {
        struct Event {
            let pause: Duration
            let channel: Channel
            let bytes: [UInt8]
            let fault: String?
            /// Whether somebody pulls the plug before, if it is in.
            let isPulled: Bool
        }
        let events: [Event]

        init(_ script: BoardScript, _ dice: inout SeededGenerator) {
            let commands = ["ATZ", "RESET", "WAKE", "MEAS 3V3", "SN?", "TEST", "MEMTEST", "STREAM 3", "EXIT", "x"]
            let ends = ["\r\n", "\n", "\r", ""]
            let faults = FaultCatalogue.entries.filter { $0.carrier == .board }.flatMap(\.specimens)
            events = (0..<25).map { _ in
                func pick<Item>(_ items: [Item]) -> Item { items[Int(dice.integer(in: 0...Int64(items.count - 1)))] }
                return Event(
                    pause: .microseconds(dice.integer(in: 0...300_000)), channel: pick(script.ports),
                    bytes: Array((pick(commands) + pick(ends)).utf8), fault: dice.unit() < 0.3 ? pick(faults) : nil,
                    isPulled: dice.unit() < 0.1)
            }
        }
    }

    private func play(_ session: Session, _ script: BoardScript, seed: UInt64, cut: UInt64?) throws -> BoardPlayer {
        var player = BoardPlayer(script, seed: seed)
        var scissors = SeededGenerator(seed: cut ?? 0)
        for event in session.events {
            player.wait(event.pause)
            if event.isPulled { player.unplug() }
            if !player.machine.isPowered { player.plugIn() }
            if let fault = event.fault { try player.arm(fault) }
            guard cut != nil else {
                player.send(event.bytes, on: event.channel)
                continue
            }
            var rest = event.bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int(scissors.integer(in: 1...4)))
                player.send(Array(piece), on: event.channel)
                rest = rest.dropFirst(piece.count)
            }
        }
        player.wait(.seconds(8))
        return player
    }

    @Test(arguments: ["client_demo", "production_test_v2", "sensor_node", "spare", "echo", "counter", "console"])
    func aSessionIsTheSameEachTimeAndInWhateverPieces(name: String) throws {
        let script = try FixtureTests.board(name)
        var dice = SeededGenerator(seed: SeededGenerator.seed(2026, for: name))
        var (said, pulled) = (0, 0)
        for seed in 1...4 as ClosedRange<UInt64> {
            let session = Session(script, &dice)
            let first = try play(session, script, seed: seed, cut: nil)
            let again = try play(session, script, seed: seed, cut: nil)
            let pieces = try play(session, script, seed: seed, cut: seed)
            #expect(first.heard == again.heard, "seed \(seed)")
            for channel in script.ports {
                #expect(first.saidByTime(on: channel) == pieces.saidByTime(on: channel), "seed \(seed), in pieces")
                said += first.said(on: channel).utf8.count
            }
            pulled += first.machine.counters.pluggedIn - 1
            #expect(first.machine.counters == pieces.machine.counters, "seed \(seed), in pieces")
        }
        #expect(said > 300, "the boards do speak")
        #expect(pulled > 5, "plugs are pulled, by hand and by faults")
    }
}
