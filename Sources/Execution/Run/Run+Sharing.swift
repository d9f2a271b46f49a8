import RigModel
import SerialIO

extension Run {
    /// How long a run that is over may wait for a look at who else has its ports open.
    private static let sharingTime = Duration.seconds(1)

    /// Looks who else has these ports open, and warns of them in the log. Beside the run: nothing waits for it but its end.
    ///
    /// - Returns: the ports that nobody else has open, as far as /proc shows.
    func warnOfSharing(_ ports: [DiscoveredPort], by look: SharingLook) async -> [DiscoveredPort] {
        guard let holders = await look.holders(of: ports.map(\.devicePath), within: Self.sharingTime) else {
            return []
        }
        for case (let port, let holder?) in zip(ports, holders) {
            recorder.log(
                .note(
                    "\(holder) has port \(port.id) (\(port.devicePath)) open too: what it writes goes to the unit, and what "
                        + "it reads is lost to this run; end that program"), .warning)
        }
        return zip(ports, holders).filter { $1 == nil }.map(\.0)
    }
}
