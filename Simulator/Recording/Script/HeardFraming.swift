internal import BoardModel
internal import RigModel

/// Finds out how a unit's rig ends its lines.
struct HeardFraming {
    private let events: [TrafficEvent]

    init(_ unit: RecordedUnit) { events = unit.events }

    /// The end of line of what was sent on a channel; `raw` where that is no lines, or the unit spoke in the middle of one.
    func endOfLine(of channel: Channel) -> BoardModel.EndOfLine {
        [BoardModel.EndOfLine.crlf, .lf, .cr].first { fits($0, channel) } ?? .raw
    }

    private func fits(_ end: BoardModel.EndOfLine, _ channel: Channel) -> Bool {
        var open: [UInt8] = []
        for event in events {
            switch event.kind {
            case .sent(let bytes) where event.channel == channel:
                for byte in bytes {
                    open.append(byte)
                    guard open.suffix(end.bytes.count).elementsEqual(end.bytes) else { continue }
                    let line = open.dropLast(end.bytes.count)
                    if line.contains(0x0A) || line.contains(0x0D) { return false }
                    open = []
                }
            // Half a command at the end of a visit is not to be joined with the next visit's first.
            case .said, .closed: if !open.isEmpty { return false }
            case .sent, .opened: continue
            }
        }
        return open.isEmpty
    }
}
