public import BoardModel
public import RigModel

/// The logs of a board's runs, joined to one recording.
public struct BoardLogs: Sendable {
    private let logs: [RunLog]

    /// - Parameter board: whose logs are taken; nil where they are all of one board.
    public init(_ logs: [RunLog], of board: String?) throws(RecordingError) {
        let boards = Set(logs.map(\.board)).sorted()
        if let board, !boards.contains(board) { throw .noSuchBoard(board, known: boards) }
        guard board != nil || boards.count <= 1 else { throw .severalBoards(boards) }
        self.logs = logs.filter { board == nil || $0.board == board }.sorted {
            ($0.startedAt, $0.execution) < ($1.startedAt, $1.execution)
        }
    }

    public var count: Int { logs.count }
    /// The plan that the runs followed, the last where there are several.
    public var bib: String? { logs.last?.bib }
    /// The last channel that any of them used.
    public var lastChannel: Channel? { logs.flatMap(\.unit.channels.keys).max() }

    /// Runs that share a channel are of one unit, one after the other.
    public func recording(as board: String, usb: USBIdentity) -> Recording {
        var units: [RecordedUnit] = []
        let start = logs.first?.startedAt ?? 0
        for log in logs {
            let (same, others) = units.partitioned { !Set($0.channels.keys).isDisjoint(with: log.unit.channels.keys) }
            var joined = RecordedUnit(channels: [:])
            for unit in same { joined.channels.merge(unit.channels) { _, later in later } }
            joined.channels.merge(log.unit.channels) { _, later in later }
            let offset = Duration.milliseconds(log.startedAt - start)
            let events = same.flatMap(\.events).enumerated().sorted { left, right in
                (left.element.time, left.offset) < (right.element.time, right.offset)
            }
            for (_, event) in events { joined.append(event) }
            for event in log.unit.events {
                joined.append(TrafficEvent(at: event.time + offset, on: event.channel, event.kind))
            }
            units = others + [joined]
        }
        return Recording(board: board, usb: usb, units: units, doubts: logs.flatMap(\.doubts))
    }
}

extension Array {
    fileprivate func partitioned(_ isFirst: (Element) -> Bool) -> (first: [Element], second: [Element]) {
        (filter(isFirst), filter { !isFirst($0) })
    }
}
