internal import Locking
public import Logging
public import RigModel

/// Keeps a station's alerts: fires and resolves them by what happens, and takes the word of who has seen one.
///
/// They live in memory, and so fire while the store fails; each change goes to the store like any event, and what was
/// open comes back with the next start.
public final class AlertDesk: EventConsumer, AlertControl {
    private struct Content: Sendable {
        var machine: AlertMachine
        /// Set once it is there: it hands its events to this desk, so that the desk comes first.
        var spine: (any EventSpine)?
    }
    private let content: Lock<Content>
    private let archive: any AlertArchive
    private let clocks: Clocks
    private let logger: Logger

    public init(archive: any AlertArchive, clocks: Clocks, logger: Logger) {
        self.archive = archive
        self.clocks = clocks
        self.logger = logger
        let machine = AlertMachine { time in
            var generator = SystemRandomNumberGenerator()
            return AlertID(at: time, using: &generator)
        }
        content = Lock(Content(machine: machine))
    }

    /// Takes up the alerts that were open when the service ended, and tells of them.
    ///
    /// Those of its own condition are resolved as soon as the service says how it is and no longer says so.
    /// - Parameter replacement: what a person should know of a store that had to be begun anew; nil where it was whole.
    /// - Throws: what the store fails with. The station goes on without them then.
    public func begin(on spine: any EventSpine, replacement: String?) async throws {
        let result: Result<[Alert], any Error>
        do { result = .success(try await archive.openAlerts()) } catch { result = .failure(error) }
        content.withLock { content in
            content.spine = spine
            if case .success(let alerts) = result { restore(alerts, to: &content) }
            // The page, which knows nothing yet, learns of them as of any other.
            for alert in content.machine.open { spine.post(.alertChanged(alert)) }
            if let replacement { tell(content.machine.replacedStore(replacement, at: clocks.wall), on: spine) }
        }
        _ = try result.get()
    }

    private func restore(_ alerts: [Alert], to content: inout Content) {
        for alert in content.machine.restore(alerts, at: clocks.wall) { tell(alert, on: content.spine) }
    }

    // MARK: What happens

    public func consume(_ events: [NumberedEvent]) async {
        // By index: a loop over the events would copy each of them.
        for index in events.indices {
            switch events[index].event {
            case .executionCompleted(let result):
                let at = events[index].at
                content.withLock { content in
                    if let alert = content.machine.ended(result, at: at) { tell(alert, on: content.spine) }
                }
            case .serviceStatusChanged(let status):
                let at = events[index].at
                content.withLock { content in
                    for alert in content.machine.said(status.troubles, at: at) { tell(alert, on: content.spine) }
                }
            default: break
            }
        }
    }

    /// Called under the lock, so that of two changes the later one is told later. To post never waits.
    private func tell(_ alert: Alert, on spine: (any EventSpine)?) {
        let facts: Logger.Metadata = ["alert": "\(alert.id)", "rule": "\(alert.key.rule.rawValue)"]
        switch alert.state {
        case .firing where alert.count == 1: logger.warning("alert: \(alert.summary)", metadata: facts)
        case .firing: logger.debug("alert again (\(alert.count)): \(alert.summary)", metadata: facts)
        case .acknowledged: logger.info("alert acknowledged: \(alert.summary)", metadata: facts)
        case .resolved:
            logger.notice("alert over, \(alert.resolution?.because ?? ""): \(alert.summary)", metadata: facts)
        }
        spine?.post(.alertChanged(alert))
    }

    // MARK: Questions

    public func openAlerts() async -> [Alert] { content.withLock { $0.machine.open } }

    /// What is open, and what has ended of late, is in memory; the rest is the store's to tell, and is said to be
    /// missing where it cannot.
    public func alerts(_ filter: AlertFilter, limit: Int) async -> AlertPage {
        let known = content.withLock { $0.machine.ended + $0.machine.open }
        let ids = Set(known.map(\.id))
        var found = known.filter(filter.admits)
        var incomplete: String?
        // Of what is open the store has nothing that memory has not, and may have what is out of date.
        if filter.states.contains(.resolved) {
            do {
                found += try await archive.alerts(filter, limit: limit + ids.count).filter { !ids.contains($0.id) }
            } catch {
                incomplete = "earlier alerts cannot be read from the store, these are in memory: \(error)"
            }
        }
        return AlertPage(Array(found.sorted { $0.id > $1.id }.prefix(limit)), incomplete: incomplete)
    }

    public func acknowledge(
        _ id: AlertID, by who: String
    ) async throws(AlertRefusal) -> (alert: Alert, isNews: Bool) {
        do throws(AlertRefusal) { return try acknowledgeKnown(id, by: who) } catch {
            guard case .unknownAlert = error else { throw error }
        }
        // It ended before the service began, or the store could not tell of it then.
        let stored: Alert?
        do { stored = try await archive.storedAlert(id) } catch { throw .unreadable(id, why: "\(error)") }
        guard let stored else { throw .unknownAlert(id) }
        if let end = stored.resolution { throw .alreadyResolved(id, because: end.because) }
        content.withLock { restore([stored], to: &$0) }
        return try acknowledgeKnown(id, by: who)
    }

    private func acknowledgeKnown(
        _ id: AlertID, by who: String
    ) throws(AlertRefusal) -> (alert: Alert, isNews: Bool) {
        let at = clocks.wall
        let result = content.withLock { content -> Result<(alert: Alert, isNews: Bool), AlertRefusal> in
            Result { () throws(AlertRefusal) in
                let (alert, isNews) = try content.machine.acknowledge(id, by: who, at: at)
                if isNews { tell(alert, on: content.spine) }
                return (alert, isNews)
            }
        }
        return try result.get()
    }
}
