import Locking
import RigModel

/// Keeps the reasons for which a station is not well, by where they come from, and tells when they change.
final class HealthBoard: Sendable {
    private struct Content: Sendable {
        var reasons: [String: [String]] = [:]
        var isStopping = false
    }
    private let content = Lock(Content())
    /// Set once the spine is there; the store, which may complain, comes before it.
    private let spine = Lock<(any EventSpine)?>(nil)

    func attach(_ spine: any EventSpine) {
        self.spine.withLock { $0 = spine }
        tell()
    }

    /// Replaces what one source complains of; an empty list means that it is well.
    func report(_ reasons: [String], from source: String) {
        let changed = content.withLock { content in
            if content.reasons[source] ?? [] == reasons { return false }
            content.reasons[source] = reasons
            return true
        }
        if changed { tell() }
    }

    func stopping() {
        content.withLock { $0.isStopping = true }
        tell()
    }

    var status: ServiceStatus {
        content.withLock { content in
            let reasons = content.reasons.sorted { $0.key < $1.key }.flatMap(\.value)
            return ServiceStatus(
                state: content.isStopping ? .stopping : reasons.isEmpty ? .running : .degraded, reasons: reasons)
        }
    }

    private func tell() {
        let status = status
        spine.withLock { $0 }?.post(.serviceStatusChanged(status))
    }
}
