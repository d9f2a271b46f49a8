import Locking
import PortDiscovery

/// A source of devices that tells when all that was plugged in at the start has been handed on.
struct FirstEnumeration<Source: DeviceSource>: DeviceSource {
    private let source: Source
    private let isOver: @Sendable () async -> Void
    private let asked = Count()

    private final class Count: Sendable {
        let value = Lock(0)
    }

    /// - Parameter isOver: called once, when the next event after the first enumeration is asked for.
    init(_ source: Source, isOver: @escaping @Sendable () async -> Void) {
        self.source = source
        self.isOver = isOver
    }

    var warnings: [String] { source.warnings }

    func next() async throws(DiscoveryError) -> DeviceEvent? {
        let count = asked.value.withLock { count in
            count += 1
            return count
        }
        // The first event is the enumeration, and who asks for the second has handed it on.
        if count == 2 { await isOver() }
        return try await source.next()
    }

    func close() async { await source.close() }
}
