internal import RigModel

/// A kind of event that a stream may be narrowed to.
enum Topic: String, Sendable, Hashable, CaseIterable {
    case status, alerts, ports, leases, bibs, executions, phases, steps, logs, metrics

    init(_ event: RigEvent) {
        switch event {
        // Nobody is sent an entry of the audit: who may see it asks for it.
        case .serviceStatusChanged, .audited: self = .status
        case .alertChanged: self = .alerts
        case .portStatusChanged, .portForgotten, .quarantineChanged: self = .ports
        case .planChanged: self = .bibs
        case .executionQueued, .executionStarted, .executionCompleted: self = .executions
        case .phaseStarted: self = .phases
        case .stepCompleted: self = .steps
        case .logLine: self = .logs
        case .leaseChanged: self = .leases
        case .operatorAsked: self = .executions
        }
    }
}
