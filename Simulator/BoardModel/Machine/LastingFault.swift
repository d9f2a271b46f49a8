internal import RigModel

/// A fault that has struck and goes on.
struct LastingFault: Sendable {
    let fault: Fault
    /// nil: until it is cleared.
    var end: VirtualTime?

    func isOver(at time: VirtualTime) -> Bool { end.map { time >= $0 } ?? false }
    func concerns(_ channel: Channel) -> Bool { fault.channel == nil || fault.channel == channel }

    var line: LineFault? { if case .line(let fault) = fault.kind { fault } else { nil } }
}
