public import BoardModel
public import RigModel

/// Holds a script against the recording it was made of: what the rig did is done to the board in virtual time, and every byte that the board says
/// is compared.
public struct Replay: Sendable {
    /// The first place where a channel says something else.
    public struct Difference: Sendable, Hashable, CustomStringConvertible {
        public let channel: Channel
        /// Among the bytes of the channel, from 0.
        public let byte: Int
        public let recorded: [UInt8]
        public let replayed: [UInt8]

        public var description: String {
            "channel \(channel) says something else from byte \(byte) on: \(VisibleBytes.text(replayed)) "
                + "in place of \(VisibleBytes.text(recorded))"
        }
    }
    /// Bytes around a difference that are shown.
    private static let excerpt = 40

    /// What the board said, by channel.
    public private(set) var said: [Channel: [UInt8]] = [:]
    /// The most that anything was said too early or too late.
    public private(set) var deviation: Duration = .zero
    private var recorded: [Channel: [UInt8]] = [:]
    private var spoken: [Channel: [(count: Int, time: Duration)]] = [:]

    /// - Parameter pause: as the script was written with.
    public init(of recording: Recording, with script: BoardScript, pause: Duration = ScriptWriter.usualPause) {
        var machine = BoardMachine(script: script, seed: 0)
        note(machine.pluggedIn(at: .zero), at: .zero)
        let events = recording.units.flatMap(\.events).enumerated().sorted { left, right in
            (left.element.time, left.offset) < (right.element.time, right.offset)
        }
        for (_, event) in events {
            let time = VirtualTime(event.time)
            advance(&machine, to: time)
            switch event.kind {
            case .opened: note(machine.opened(event.channel, at: time), at: time)
            case .closed: note(machine.closed(event.channel, at: time), at: time)
            case .sent(let bytes): note(machine.received(bytes, on: event.channel, at: time), at: time)
            case .said(let bytes):
                recorded[event.channel, default: []] += bytes
                compare(recorded[event.channel, default: []].count, event, within: pause)
            }
        }
    }

    /// nil where every byte is as it was recorded.
    public var difference: Difference? {
        for channel in Set(recorded.keys).union(said.keys).sorted() {
            let (old, new) = (recorded[channel, default: []], said[channel, default: []])
            guard old != new else { continue }
            let place = zip(old, new).prefix { $0 == $1 }.count
            return Difference(
                channel: channel, byte: place, recorded: Array(old[place...].prefix(Self.excerpt)),
                replayed: Array(new[place...].prefix(Self.excerpt)))
        }
        return nil
    }

    private mutating func advance(_ machine: inout BoardMachine, to time: VirtualTime) {
        while let wake = machine.nextWake, wake <= time { note(machine.tick(at: wake), at: wake) }
    }

    private mutating func note(_ actions: [BoardAction], at time: VirtualTime) {
        for case .emit(let channel, let bytes) in actions {
            said[channel, default: []] += bytes
            spoken[channel, default: []].append((said[channel, default: []].count, time.sinceStart))
        }
    }

    /// The last of these bytes were recorded now; when were they said?
    private mutating func compare(_ count: Int, _ event: TrafficEvent, within pause: Duration) {
        guard let time = spoken[event.channel]?.first(where: { $0.count >= count })?.time else {
            deviation = max(deviation, .seconds(Int64.max / 2_000_000_000))
            return
        }
        let difference = event.time - time
        // Pieces that were joined are said when the first of them was.
        if difference < .zero || difference >= pause { deviation = max(deviation, abs(difference)) }
    }

    private func abs(_ duration: Duration) -> Duration { duration < .zero ? .zero - duration : duration }
}
