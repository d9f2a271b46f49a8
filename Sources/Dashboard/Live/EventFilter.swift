internal import RigModel

/// What a client of the event stream wants to hear of. Every set that is not nil must fit; events that are about the
/// whole station (status, alerts, metrics) pass the sets of BIBs, units and ports.
struct EventFilter: Sendable, Hashable {
    var topics: Set<Topic>?
    var bibs: Set<BIBID>?
    /// Ids of units or of instances (`unit@board`). Ports and plans pass: they are about no unit.
    var units: Set<String>?
    var ports: Set<PortID>?
    /// Log lines below it are left out.
    var level: LogLine.Severity = .debug

    static let everything = EventFilter()

    func admits(_ topic: Topic) -> Bool { topics?.contains(topic) ?? true }

    func admits(_ event: StoredEvent) -> Bool {
        let topic = event.topic
        guard admits(topic) else { return false }
        if topic == .status || topic == .alerts { return true }
        if let bibs {
            guard let bib = event.bib, bibs.contains(bib) else { return false }
        }
        if let units, let unit = event.unit {
            guard units.contains(unit.rawValue) || units.contains(unit.unitPart) else { return false }
        }
        if let ports, topic != .bibs {
            guard event.ports.contains(where: ports.contains) else { return false }
        }
        if case .logLine(let line) = event.numbered.event { return line.severity >= level }
        return true
    }
}

extension UUTInstanceID {
    /// The unit's id without its board.
    var unitPart: String { String(rawValue.prefix { $0 != "@" }) }
}
