/// Where news of plugged and unplugged ttys comes from: ``UdevSource``, or ``SimulatedSource`` where there is no udev.
public protocol DeviceSource: Sendable {
    /// Why news may be missing though all seems well, in sentences that say what to do; empty where nothing is wrong.
    var warnings: [String] { get }
    /// Waits for the next event; the first is a ``DeviceEvent/resync(_:)``. One caller at a time.
    ///
    /// - Returns: nil after ``close()``.
    func next() async throws(DiscoveryError) -> DeviceEvent?
    /// Ends the source and the wait in ``next()``.
    func close() async
}
