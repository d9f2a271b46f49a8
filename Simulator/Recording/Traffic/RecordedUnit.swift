public import RigModel

/// What passed the lines of one unit under test, which has one channel of the board or several.
public struct RecordedUnit: Sendable, Hashable {
    /// Bits per second of each of its channels.
    public var channels: [Channel: UInt32]
    /// In the order of time.
    public private(set) var events: [TrafficEvent]

    public init(channels: [Channel: UInt32], events: [TrafficEvent] = []) {
        self.channels = channels
        self.events = []
        for event in events { append(event) }
    }

    /// Adds what happened next. Two sources may disagree about a moment; the order of adding is what counts.
    public mutating func append(_ event: TrafficEvent) {
        let time = max(event.time, events.last?.time ?? .zero)
        events.append(TrafficEvent(at: time, on: event.channel, event.kind))
    }

    /// Bytes in either direction.
    public var byteCount: Int {
        events.reduce(0) { sum, event in
            switch event.kind {
            case .sent(let bytes), .said(let bytes): sum + bytes.count
            case .opened, .closed: sum
            }
        }
    }
}
