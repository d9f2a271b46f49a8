internal import BoardModel
internal import RigModel

/// Writes a recording as a board's script: replayed to a rig that does as the recorded one did, the board says the same
/// bytes at the same times.
///
/// Each exchange is a rule of its own, in the order of the recording; after the last the board begins anew. A rig that
/// does something else gets the
/// answer that its command got first, and the board goes on from there.
public struct ScriptWriter: Sendable {
    /// What a unit says with less than this between is written as one piece, said when it began.
    public static let usualPause = Duration.milliseconds(5)

    private let recording: Recording
    private let parts: [(unit: RecordedUnit, transcript: Transcript)]

    public init(_ recording: Recording, pause: Duration = usualPause) {
        self.recording = recording
        parts = recording.units.map { ($0, Transcript(of: $0, pause: pause)) }
    }

    /// What the script cannot tell, one sentence each.
    public var omissions: [String] {
        parts.filter { $0.transcript.silentVisits > 0 && !$0.transcript.greetings.isEmpty }.map { unit, transcript in
            let channels = unit.channels.keys.sorted().map(\.description).joined(separator: ", ")
            return "channel \(channels): the port was opened \(transcript.silentVisits) times more with nothing sent "
                + "since the time before; the board will say at each what it said at the first"
        }
    }

    /// How often any unit heard something.
    var exchangeCount: Int { parts.reduce(0) { $0 + $1.transcript.turns.count } }

    /// - Parameter source: says in a comment where it comes from; one line.
    public func text(source: String) -> String {
        let usb = recording.usb
        var lines = [
            "# Recorded from \(source)."
        ]
        lines += (omissions + recording.doubts).map { "# Doubtful: \($0)." }
        lines += [
            "version: 1", "board: \(recording.board)",
            "usb: { vid: \"\(Self.hex(usb.vendorID))\", pid: \"\(Self.hex(usb.productID))\", "
                + "product: \(Self.quoted(usb.product)), manufacturer: \(Self.quoted(usb.manufacturer)), "
                + "chip: \(usb.chip.rawValue) }",
            "channels:",
        ]
        lines += parts.flatMap { channels($0.unit, $0.transcript) }
        let rules = parts.flatMap { self.rules($0.transcript) } + parts.flatMap { fallbacks($0.transcript) }
        if !rules.isEmpty { lines += ["rules:"] + rules }
        let openings = parts.flatMap { self.openings($0.transcript) }
        if !openings.isEmpty { lines += ["opening:"] + openings }
        return lines.joined(separator: "\n") + "\n"
    }

    private func channels(_ unit: RecordedUnit, _ transcript: Transcript) -> [String] {
        let channels = unit.channels.sorted { $0.key < $1.key }
        return channels.map { channel, baud in
            let rest = "baud: \(baud), eol: \(transcript.endsOfLine[channel, default: .crlf].rawValue)"
            return channel == channels[0].key
                ? "  \(channel): { \(rest), start: s0 }" : "  \(channel): { link: \(channels[0].key), \(rest) }"
        }
    }

    private func rules(_ transcript: Transcript) -> [String] {
        transcript.turns.indices.map { rule(transcript, $0, isFallback: false) }
    }

    /// For a rig that leaves the order of the recording: what each line got first, in any state.
    private func fallbacks(_ transcript: Transcript) -> [String] {
        var known: Set<Turn> = []
        return transcript.turns.indices.compactMap { index in
            let turn = transcript.turns[index]
            // Where there are no lines, nobody knows that a command is whole before the next is known.
            guard transcript.endsOfLine[turn.channel] != .raw,
                known.insert(Turn(channel: turn.channel, heard: turn.heard)).inserted
            else { return nil }
            return rule(transcript, index, isFallback: true)
        }
    }

    private func rule(_ transcript: Transcript, _ index: Int, isFallback: Bool) -> String {
        let turn = transcript.turns[index]
        let isRaw = transcript.endsOfLine[turn.channel] == .raw
        let pattern = isRaw ? ScriptBytes.endPattern(turn.heard) : ScriptBytes.linePattern(turn.heard)
        var items = ["channel: \(turn.channel)"]
        if !isFallback { items.append("in: \(Self.states(index, of: transcript, again: true))") }
        items.append("on: \(pattern)")
        if let first = turn.speeches.first {
            if first.channel != turn.channel { items.append("reply_on: \(first.channel)") }
            items.append("delay: \(Self.text(first.after))")
            items.append("emit: \(ScriptBytes.template(first.bytes))")
            let rest = turn.speeches.dropFirst().map { speech in
                let channel = speech.channel == first.channel ? "" : ", channel: \(speech.channel)"
                return "{ after: \(Self.text(speech.after))\(channel), emit: \(ScriptBytes.template(speech.bytes)) }"
            }
            if !rest.isEmpty { items.append("then: [ \(rest.joined(separator: ", ")) ]") }
        }
        items.append("goto: s\(index + 1)")
        return "  - { \(items.joined(separator: ", ")) }"
    }

    private func openings(_ transcript: Transcript) -> [String] {
        transcript.greetings.map { greeting in
            let states = Self.states(greeting.turn, of: transcript, again: !transcript.wasOpenedAtEnd(greeting.channel))
            return "  - { channel: \(greeting.channel), in: \(states), after: \(Self.text(greeting.after)), "
                + "emit: \(ScriptBytes.template(greeting.bytes)) }"
        }
    }

    /// The state before a turn; behind the last one it is as before the first.
    private static func states(_ turn: Int, of transcript: Transcript, again: Bool) -> String {
        let last = transcript.turns.count
        return turn == 0 && last > 0 && again ? "[s0, s\(last)]" : "s\(turn)"
    }

    /// `12.5ms`: recorded times are tenths of a millisecond.
    private static func text(_ duration: Duration) -> String {
        let tenths = duration.nanoseconds / 100_000
        return tenths % 10 == 0 ? "\(tenths / 10)ms" : "\(tenths / 10).\(tenths % 10)ms"
    }

    private static func hex(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// For words that are shown on USB, which may have any character.
    private static func quoted(_ text: String) -> String {
        var quoted = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}": quoted += "\\u" + hex(UInt16(scalar.value))
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return "\"\(quoted)\""
    }
}
