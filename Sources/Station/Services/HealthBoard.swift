import Locking
import RigModel

/// Keeps the reasons for which a station is not well, by where they come from, and tells when they change.
final class HealthBoard: Sendable {
    private struct Content: Sendable {
        var reasons: [String: [String]] = [:]
        var isStopping = false
        /// Set once the spine is there; the store, which may complain, comes before it.
        var spine: (any EventSpine)?

        var status: ServiceStatus {
            let troubles = reasons.sorted { $0.key < $1.key }.flatMap { part, reasons in
                reasons.map { ServiceTrouble(part: part, reason: $0) }
            }
            return ServiceStatus(
                state: isStopping ? .stopping : troubles.isEmpty ? .running : .degraded, troubles: troubles)
        }

        /// Called under the lock, so that of two changes the later one is told later. To post never waits.
        func tell() { spine?.post(.serviceStatusChanged(status)) }
    }
    private let content = Lock(Content())

    func attach(_ spine: any EventSpine) {
        content.withLock { content in
            content.spine = spine
            content.tell()
        }
    }

    /// Replaces what one source complains of; an empty list means that it is well.
    func report(_ reasons: [String], from source: String) {
        content.withLock { content in
            guard content.reasons[source] ?? [] != reasons else { return }
            content.reasons[source] = reasons
            content.tell()
        }
    }

    func stopping() {
        content.withLock { content in
            content.isStopping = true
            content.tell()
        }
    }

    var status: ServiceStatus { content.withLock { $0.status } }
}
