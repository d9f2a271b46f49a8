import PortPool
import RigModel

/// Which ports were found to be open in no other program, and when. A value: no looking in it.
///
/// A look walks through /proc, so it is taken once for each plugging in, and again after a while; where it found
/// somebody, at every run until it finds nobody.
struct UnsharedPorts: Sendable {
    /// So long a port counts as unshared.
    static let term = Duration.seconds(300)

    private var seen: [PortID: (incarnation: Int, at: ContinuousClock.Instant)] = [:]

    /// Those that are to be looked at now.
    func due(_ ports: [DiscoveredPort], at now: ContinuousClock.Instant) -> [DiscoveredPort] {
        ports.filter { port in
            guard let last = seen[port.id], last.incarnation == port.incarnation else { return true }
            return now - last.at >= Self.term
        }
    }

    /// In these nobody was found.
    mutating func add(_ ports: [DiscoveredPort], at now: ContinuousClock.Instant) {
        for port in ports { seen[port.id] = (port.incarnation, now) }
    }
}
