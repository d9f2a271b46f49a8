internal import RigModel

/// The view in the shapes of the API. Lists are in an order that does not jump: ports by id, runs by the time they
/// were asked for.
extension BenchView {
    func apiPorts(at now: Timestamp, _ station: StationFacts) -> API.Ports {
        API.Ports(
            ports.values.sorted { $0.port.id < $1.port.id }.map {
                station.named(API.Port($0, now: now, zone: station.zone))
            })
    }

    func apiActive(at now: Timestamp, zone: StationZone) -> [API.ActiveExecution] {
        active.values.sorted { $0.request.id < $1.request.id }.map { run in
            let request = run.request
            let elapsed = max(.zero, run.startedAt.duration(to: now))
            return API.ActiveExecution(
                executionId: request.id, bibId: request.bib, uutId: request.instance, boardId: request.board,
                portName: request.ports.first?.devicePath ?? "", ports: request.ports.map(\.port),
                startTime: zone.rfc3339(run.startedAt), currentPhase: run.phase, step: run.step,
                stepIndex: run.stepIndex, stepCount: request.stepCount, durationMs: elapsed.milliseconds,
                validationLevel: run.worst, progressPercentage: run.percentage,
                etaMs: expectedDuration(of: UnitKey(request)).map { max(.zero, $0 - elapsed).milliseconds },
                question: questions[request.id].map { API.Question($0, zone: zone) })
        }
    }

    func apiQueued(zone: StationZone) -> [API.QueuedExecution] {
        queued.values.sorted { $0.request.id < $1.request.id }.map {
            API.QueuedExecution($0.request, waitingFor: $0.waitingFor, zone: zone)
        }
    }

    func apiExecutions(at now: Timestamp, zone: StationZone) -> API.Executions {
        API.Executions(
            active: apiActive(at: now, zone: zone), queued: apiQueued(zone: zone),
            recent: recent.map { API.Execution($0, zone: zone) }, nextCursor: nil)
    }

    func apiLeases(zone: StationZone) -> [API.Lease] {
        leases.values.sorted { ($0.requestedAt, $0.id) < ($1.requestedAt, $1.id) }.map { API.Lease($0, zone: zone) }
    }

    func apiAlerts(zone: StationZone) -> [API.Alert] {
        alerts.values.sorted { $0.id < $1.id }.map { API.Alert($0, zone: zone) }
    }

    func apiLastVerdicts(zone: StationZone) -> [API.Execution] {
        lastResults.values.sorted { $0.endedAt > $1.endedAt }.map { API.Execution($0, zone: zone) }
    }

    func apiLogTail(zone: StationZone) -> [API.LogMessage] {
        logTail.suffix(Self.logTailLimit).map { API.LogMessage($0, zone: zone) }
    }
}
