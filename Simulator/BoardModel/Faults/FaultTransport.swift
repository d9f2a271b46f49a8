/// The ways to plug a board in.
public enum FaultTransport: String, Sendable, Hashable, CaseIterable {
    /// A pseudo terminal, for any program.
    case pty
    /// Namespaces with a /sys, udev and /dev/ttyUSBn of their own.
    case world
    /// A kernel of its own, with our chip on its USB.
    case vm
    /// The running machine's kernel, through USB/IP.
    case attach

    /// `world, vm or attach`
    static func either(of transports: [FaultTransport]) -> String {
        let names = transports.map(\.rawValue)
        return names.count < 2
            ? names.joined() : names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }
}
