internal import BoardModel
internal import RigModel

/// A unit's traffic as turns: what it heard, and what it said upon it.
struct Transcript: Sendable {
    /// Of a channel without lines, a turn hears no more than so many bytes.
    private static let longestHeard = 1024

    private(set) var turns: [Turn] = []
    private(set) var greetings: [Greeting] = []
    private(set) var endsOfLine: [Channel: BoardModel.EndOfLine] = [:]
    /// Openings of a port that follow another with nothing sent between: a script cannot tell them apart.
    private(set) var silentVisits = 0

    private let pause: Duration
    /// Bytes of a line that has no end yet.
    private var open: [Channel: [UInt8]] = [:]
    /// When each port was opened; absent once something has been heard since.
    private var openings: [Channel: Duration] = [:]
    /// How many turns were over at the last opening of each port.
    private var openingTurns: [Channel: Int] = [:]
    /// Ports at whose opening nothing is said, because something is at another opening after the same turn.
    private var ungreeted: Set<Channel> = []
    /// When the last turn was complete, or the last piece that was said began.
    private var moment: Duration = .zero
    /// Whether the last turn may hear more: the unit has said nothing since.
    private var goesOn = false

    /// Whether a port was opened behind the last turn; else what the first turn is greeted with comes there too.
    func wasOpenedAtEnd(_ channel: Channel) -> Bool { openingTurns[channel] == turns.count }

    /// - Parameter pause: what the unit says with less than this between is one piece.
    init(of unit: RecordedUnit, pause: Duration) {
        self.pause = pause
        let framing = HeardFraming(unit)
        for channel in unit.channels.keys { endsOfLine[channel] = framing.endOfLine(of: channel) }
        for event in unit.events { take(event) }
    }

    private mutating func take(_ event: TrafficEvent) {
        switch event.kind {
        case .opened:
            openings[event.channel] = event.time
            if openingTurns.updateValue(turns.count, forKey: event.channel) == turns.count {
                silentVisits += 1
                ungreeted.insert(event.channel)
            } else {
                ungreeted.remove(event.channel)
            }
        case .closed:
            openings[event.channel] = nil
            goesOn = false
        case .sent(let bytes):
            if !bytes.isEmpty { openings = [:] }
            hear(bytes, event)
        case .said(let bytes):
            guard !bytes.isEmpty else { return }
            goesOn = false
            say(bytes, event)
        }
    }

    private mutating func hear(_ bytes: [UInt8], _ event: TrafficEvent) {
        let channel = event.channel
        guard let end = endsOfLine[channel]?.bytes, !end.isEmpty else { return hearRaw(bytes, event) }
        for byte in bytes {
            open[channel, default: []].append(byte)
            guard let line = open[channel], line.suffix(end.count).elementsEqual(end) else { continue }
            turns.append(Turn(channel: channel, heard: line.dropLast(end.count)))
            open[channel] = nil
            moment = event.time
        }
    }

    private mutating func hearRaw(_ bytes: [UInt8], _ event: TrafficEvent) {
        for byte in bytes {
            if goesOn, let last = turns.last, last.channel == event.channel, last.heard.count < Self.longestHeard {
                turns[turns.count - 1] = Turn(channel: last.channel, heard: last.heard + [byte])
            } else {
                turns.append(Turn(channel: event.channel, heard: [byte]))
                goesOn = true
            }
        }
        if !bytes.isEmpty { moment = event.time }
    }

    private mutating func say(_ bytes: [UInt8], _ event: TrafficEvent) {
        guard let last = turns.indices.last, openings[event.channel] == nil else {
            return greet(bytes, event, since: openings[event.channel] ?? .zero)
        }
        if let speech = turns[last].speeches.indices.last, turns[last].speeches[speech].channel == event.channel,
            event.time - moment < pause
        {
            turns[last].speeches[speech].bytes += bytes
        } else {
            turns[last].speeches.append(
                Turn.Speech(after: event.time - moment, channel: event.channel, bytes: bytes))
            moment = event.time
        }
    }

    private mutating func greet(_ bytes: [UInt8], _ event: TrafficEvent, since opened: Duration) {
        guard !ungreeted.contains(event.channel) else { return }
        if let last = greetings.indices.last, greetings[last].channel == event.channel,
            greetings[last].turn == turns.count, event.time - opened - greetings[last].after < pause
        {
            greetings[last].bytes += bytes
        } else {
            greetings.append(
                Greeting(turn: turns.count, channel: event.channel, after: event.time - opened, bytes: bytes))
        }
    }
}
