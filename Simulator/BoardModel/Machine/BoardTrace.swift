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
    /// The last lines that were received, which no flood of other entries displaces.
    public private(set) var heard: [Entry] = []
    /// How many lines were received before those.
    public private(set) var heardBefore = 0

    mutating func note(_ event: Event, at time: VirtualTime) {
        if entries.count >= Self.capacity { entries.removeFirst(Self.capacity / 2) }
        entries.append(Entry(time: time, event: event))
        guard case .received = event else { return }
        if heard.count >= Self.capacity {
            heard.removeFirst(Self.capacity / 2)
            heardBefore += Self.capacity / 2
        }
        heard.append(Entry(time: time, event: event))
    }
}
