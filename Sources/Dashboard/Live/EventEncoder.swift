internal import NIOCore
internal import RigModel

/// Makes the messages of event streams out of events.
struct EventEncoder: Sendable {
    let station: StationFacts
    let clocks: Clocks

    func id(_ sequence: UInt64) -> String { EventPosition(epoch: station.epoch, sequence: sequence).description }

    /// - Returns: nil for the end of a port that nobody was told of, and for what is the store's alone.
    func frame(_ stored: StoredEvent) -> LiveFrame? {
        let (numbered, zone) = (stored.numbered, station.zone)
        let name = numbered.event.name
        func message(_ lane: LiveFrame.Lane, _ value: some Encodable) -> LiveFrame {
            let bytes = SSE.message(name, id: id(numbered.sequence), data: JSONText.bytes(value))
            return LiveFrame(lane: lane, sequence: numbered.sequence, bytes: bytes)
        }
        switch numbered.event {
        case .serviceStatusChanged(let status):
            return message(.coalescing(key: "status"), station.status(status, at: clocks.monotonic))
        case .portStatusChanged(let port):
            let port = station.named(API.Port(port, now: numbered.at, zone: zone))
            return message(.coalescing(key: "port \(port.id)"), port)
        case .portForgotten(let id):
            guard var port = stored.forgotten.map({ API.Port($0, now: numbered.at, zone: zone) }) else { return nil }
            port.forgotten = true
            return message(.coalescing(key: "port \(id)"), port)
        case .planChanged(let plan): return message(.coalescing(key: "plan \(plan.bib)"), API.BIB(plan))
        case .executionQueued(let request, let waitingFor):
            return message(.lossless, API.QueuedExecution(request, waitingFor: waitingFor, zone: zone))
        case .executionStarted(let request, let at):
            return message(.lossless, API.ExecutionStarted(request, at: at, zone: zone))
        case .phaseStarted(let start): return message(.lossless, API.PhaseStarted(start, zone: zone))
        case .stepCompleted(let step): return message(.lossless, API.Step(step, zone: zone))
        case .executionCompleted(let result):
            return message(.lossless, API.Execution(result, stored: numbered.isStored, zone: zone))
        case .leaseChanged(let lease):
            return message(.coalescing(key: "lease \(lease.id)"), API.Lease(lease, zone: zone))
        case .quarantineChanged, .audited: return nil
        case .alertChanged(let alert): return message(.lossless, API.Alert(alert, zone: zone))
        case .operatorAsked(let question): return message(.lossless, API.Question(question, zone: zone))
        case .logLine(let line):
            let bytes = ByteBuffer(bytes: JSONText.bytes(API.LogMessage(line, zone: zone)))
            return LiveFrame(lane: .line, sequence: numbered.sequence, bytes: bytes)
        }
    }

    /// A message that is no event of the station and has no id.
    func frame(_ name: String, _ value: some Encodable, lane: LiveFrame.Lane) -> LiveFrame {
        LiveFrame(lane: lane, sequence: nil, bytes: SSE.message(name, id: nil, data: JSONText.bytes(value)))
    }
}
