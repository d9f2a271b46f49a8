internal import RigModel

/// An event with what was known when it came and cannot be told from the event alone.
struct StoredEvent: Sendable {
    let numbered: NumberedEvent
    /// Of the run that the event is about, or the port itself.
    let ports: [PortID]
    /// What a forgotten port last was; nil for every other event.
    let forgotten: PortSnapshot?

    /// - Parameter view: before the event was folded into it.
    init(_ numbered: NumberedEvent, before view: BenchView) {
        self.numbered = numbered
        switch numbered.event {
        case .portForgotten(let id):
            forgotten = view.ports[id]
            ports = [id]
        case .portStatusChanged(let port):
            forgotten = nil
            ports = [port.port.id]
        case .executionQueued(let request, _), .executionStarted(let request, _):
            forgotten = nil
            ports = request.ports.map(\.port)
        case .executionCompleted(let result):
            forgotten = nil
            ports = result.request.ports.map(\.port)
        case .phaseStarted(let start):
            forgotten = nil
            ports = view.ports(of: start.execution)
        case .stepCompleted(let step):
            forgotten = nil
            ports = view.ports(of: step.execution)
        case .logLine(let line):
            forgotten = nil
            ports = line.content.port.map { [$0] } ?? view.ports(of: line.execution)
        case .leaseChanged(let lease):
            forgotten = nil
            ports = lease.ports
        case .quarantineChanged(let quarantine):
            forgotten = nil
            ports = [quarantine.port]
        case .operatorAsked(let question):
            forgotten = nil
            ports = view.ports(of: question.execution)
        case .serviceStatusChanged, .planChanged, .alertChanged, .audited:
            forgotten = nil
            ports = []
        }
    }

    var topic: Topic { Topic(numbered.event) }

    /// The BIB that the event is about; nil where it is about none.
    var bib: BIBID? {
        switch numbered.event {
        case .serviceStatusChanged, .leaseChanged, .quarantineChanged, .audited: nil
        case .alertChanged(let alert): alert.bib
        case .portStatusChanged(let port): port.matching.bib
        case .portForgotten: forgotten?.matching.bib
        case .planChanged(let plan): plan.bib
        case .executionQueued(let request, _), .executionStarted(let request, _): request.bib
        case .executionCompleted(let result): result.request.bib
        case .phaseStarted(let start): start.bib
        case .stepCompleted(let step): step.bib
        case .logLine(let line): line.bib
        case .operatorAsked(let question): question.bib
        }
    }

    /// The unit that the event is about; nil where it is about none.
    var unit: UUTInstanceID? {
        switch numbered.event {
        case .serviceStatusChanged, .portStatusChanged, .portForgotten, .planChanged, .leaseChanged,
            .quarantineChanged, .audited:
            nil
        case .alertChanged(let alert): alert.instance
        case .executionQueued(let request, _), .executionStarted(let request, _): request.instance
        case .executionCompleted(let result): result.request.instance
        case .phaseStarted(let start): start.instance
        case .stepCompleted(let step): step.instance
        case .logLine(let line): line.instance
        case .operatorAsked(let question): question.instance
        }
    }

    /// About how many bytes the event takes in memory; most of it are the bytes of its exchanges.
    var size: Int {
        let own = 512
        return switch numbered.event {
        case .stepCompleted(let step):
            step.attempts.reduce(own) {
                $0 + 256 + $1.sent.count + $1.received.count + $1.discarded.count + $1.leftOver.count
                    + $1.explanation.utf8.count
            }
        case .logLine(let line):
            switch line.content {
            case .sent(let bytes, _), .received(let bytes, _), .discarded(let bytes, _): own + bytes.count
            case .note(let text): own + text.utf8.count
            }
        case .planChanged(let plan): plan.errors.reduce(own) { $0 + $1.utf8.count }
        default: own
        }
    }
}
