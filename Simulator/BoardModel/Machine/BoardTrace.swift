public import RigModel

/// The last things that happened to a board, oldest first; older ones are forgotten.
public struct BoardTrace: Sendable {
    public struct Entry: Sendable, Hashable {
        public let time: VirtualTime
        public let event: Event
    }
    public enum Event: Sendable, Hashable {
        case pluggedIn, unplugged
        case opened(Channel), closed(Channel)
        /// A whole line, without its end.
        case received(Channel, [UInt8])
        case sent(Channel, [UInt8])
        case armed(id: String, kind: String)
        case struck(id: String, kind: String)
        /// Something in the script that could not be carried out.
        case problem(String)
    }
    static let capacity = 1024
    public private(set) var entries: [Entry] = []

    mutating func note(_ event: Event, at time: VirtualTime) {
        if entries.count >= Self.capacity { entries.removeFirst(Self.capacity / 2) }
        entries.append(Entry(time: time, event: event))
    }
}
