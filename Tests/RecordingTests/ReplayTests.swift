import BoardModel
import Recording
import RigModel
import Testing

/// Whatever passes the lines of a board, the script made of it says the same bytes at the same times.
@Suite struct ReplayTests {
    @Test(arguments: 0..<200) func anyTrafficIsReplayedByteForByte(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        try ScriptWriterTests.expectReplay(of: [
            Self.traffic(on: [.a, .b], &dice), Self.traffic(on: [.c], &dice),
        ])
    }

    @Test func aScriptThatSaysSomethingElseIsFound() throws {
        var dice = SeededGenerator(seed: 7)
        let recording = ScriptWriterTests.recording([Self.traffic(on: [.a], &dice)])
        var changed = recording
        let said = try #require(
            recording.units[0].events.lastIndex { if case .said = $0.kind { true } else { false } })
        changed.units[0] = RecordedUnit(channels: [.a: 9600])
        for (index, event) in recording.units[0].events.enumerated() {
            let kind: TrafficEvent.Kind = index == said ? .said([0x7A]) : event.kind
            changed.units[0].append(TrafficEvent(at: event.time, on: event.channel, kind))
        }
        let script = try BoardScript(yaml: ScriptWriter(recording).text(source: "a test"), file: "copy.yaml")
        #expect(Replay(of: recording, with: script).difference == nil)
        #expect(Replay(of: changed, with: script).difference != nil)
    }

    /// Visits at which lines, bytes that are no lines, or both are sent, and anything is said at any time.
    private static func traffic(on channels: [Channel], _ dice: inout SeededGenerator) -> RecordedUnit {
        func pick(_ count: Int) -> Int { Int(dice.integer(in: 0...Int64(count - 1))) }
        let style = pick(4)
        var unit = RecordedUnit(channels: Dictionary(uniqueKeysWithValues: channels.map { ($0, 9600) }))
        var time = Duration.zero
        for visit in 0..<(1 + pick(3)) {
            for channel in channels { unit.append(.init(at: time, on: channel, .opened)) }
            // Visits with nothing sent between cannot be told apart: one sends first, or at the end.
            var hasSent = visit == 0
            for _ in 0..<pick(30) {
                time += .microseconds(100 * pick(400))
                let channel = channels[pick(channels.count)]
                if pick(2) == 0 || !hasSent {
                    unit.append(.init(at: time, on: channel, .sent(command(style, &dice))))
                    hasSent = true
                } else {
                    unit.append(.init(at: time, on: channel, .said(bytes(1 + pick(40), &dice))))
                }
            }
            if visit == 0 || !hasSent {
                unit.append(.init(at: time, on: channels[0], .sent(command(style, &dice))))
            }
            time += .milliseconds(pick(50))
            for channel in channels { unit.append(.init(at: time, on: channel, .closed)) }
        }
        return unit
    }

    private static func command(_ style: Int, _ dice: inout SeededGenerator) -> [UInt8] {
        let ends: [[UInt8]] = [[0x0D, 0x0A], [0x0A], [0x0D]]
        let choice = Int(dice.integer(in: 0...2))
        let words = ["MEAS 3V3", "ATZ", "", "It's ${n} of $${x}\\z", "a|b*[c]^"]
        switch style {
        case 0...2:
            let word = words[Int(dice.integer(in: 0...Int64(words.count - 1)))]
            return Array(word.utf8) + ends[style]
        default:
            return bytes(1 + Int(dice.integer(in: 0...12)), &dice) + (choice == 0 ? ends[choice] : [])
        }
    }

    private static func bytes(_ count: Int, _ dice: inout SeededGenerator) -> [UInt8] {
        // CR, LF, NUL, `$`, `{` and bytes past ASCII come more often than by chance.
        let favourites: [UInt8] = [0x0D, 0x0A, 0x00, 0x24, 0x7B, 0xFF, 0xC3, 0x27, 0x22, 0x5C]
        return (0..<count).map { _ in
            dice.integer(in: 0...2) == 0
                ? favourites[Int(dice.integer(in: 0...9))] : UInt8(dice.integer(in: 0...255))
        }
    }
}
