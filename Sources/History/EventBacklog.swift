internal import RigModel

/// Events that the store could not take yet, kept in memory up to a bound.
///
/// Past the bound finished steps, the bulk, are given up and counted. What happened to a run as a whole (asked for,
/// begun, ended) is small and kept, so that no run loses its verdict; no new run should be begun then.
struct EventBacklog: Sendable {
    private(set) var events: [NumberedEvent] = []
    /// Memory that the events take, about.
    private(set) var bytes = 0
    /// Steps that were given up, ever.
    private(set) var lostSteps = 0
    let limit: Int

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { events.isEmpty }
    var isFull: Bool { bytes >= limit }

    /// Keeps those of the events that the store is to have.
    mutating func keep(_ more: [NumberedEvent]) {
        for event in more where event.event.isStored {
            if isFull, case .stepCompleted = event.event {
                lostSteps += 1
                continue
            }
            events.append(event)
            bytes += event.event.footprint
        }
    }

    /// The store has all of them.
    mutating func clear() {
        events = []
        bytes = 0
    }
}

extension RigEvent {
    /// Whether the store keeps the event.
    ///
    /// Ports, plans, phases and the service's state are numbered and fanned out, but what they say is either known anew
    /// at the next start or said again by a step. Lines of logs live in the log files.
    var isStored: Bool {
        switch self {
        case .executionQueued, .executionStarted, .stepCompleted, .executionCompleted, .leaseChanged,
            .quarantineChanged, .alertChanged, .audited:
            true
        case .serviceStatusChanged, .portStatusChanged, .portForgotten, .planChanged, .phaseStarted, .logLine,
            .operatorAsked:
            false
        }
    }

    /// Whether a power cut must not lose the event once anybody was told of it.
    var isVerdict: Bool {
        if case .executionCompleted = self { true } else { false }
    }

    /// Memory that the event takes, about.
    var footprint: Int {
        guard case .stepCompleted(let step) = self else { return 1_024 }
        let attempts = step.attempts.reduce(0) { sum, attempt in
            sum + attempt.sent.count + attempt.received.count + attempt.discarded.count + attempt.leftOver.count
                + attempt.explanation.utf8.count + 256
        }
        let captures = step.captures.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 64 }
        let hints = step.hints.reduce(0) { $0 + $1.utf8.count + 32 }
        return 512 + attempts + captures + hints + step.measurements.count * 128 + step.explanation.utf8.count
    }
}
