internal import RigModel

/// A kind of event that a stream may be narrowed to.
enum Topic: String, Sendable, Hashable, CaseIterable {
    case status, ports, leases, bibs, executions, phases, steps, logs, metrics

    init(_ event: RigEvent) {
        switch event {
        case .serviceStatusChanged: self = .status
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
