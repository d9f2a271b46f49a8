/// Why the dashboard cannot serve; the text says what to do.
public enum DashboardError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was given is no address to listen on.
    case badAddress(String)
    /// Another program listens there.
    case addressInUse(String)
    /// Something that is no socket lies where the Unix socket is to be.
    case notASocket(path: String)
    /// The system refused the address: not of this machine, not permitted, no such folder.
    case cannotListen(String, reason: String)

    public var description: String {
        switch self {
        case .badAddress(let text):
            "'\(text)' is no address to listen on; write 127.0.0.1:8080, [::1]:8080 or unix:/path/to/socket"
        case .addressInUse(let address) where address.hasPrefix("unix:"):
            "another service listens on \(address); stop it, or give this one a state folder of its own (--state)"
        case .addressInUse(let address):
            "\(address) is in use by another program; 'ss -ltnp' names it: stop it, or listen elsewhere"
                + " (--listen 127.0.0.1:8081)"
        case .notASocket(let path):
            "\(path) exists and is no socket, so it is left alone; move it away, or listen on another path"
        case .cannotListen(let address, let reason) where address.hasPrefix("unix:"):
            "cannot listen on \(address): \(reason); choose a path in a folder that is there and that this user may write to"
        case .cannotListen(let address, let reason):
            "cannot listen on \(address): \(reason); choose an address of this machine and a port above 1023"
        }
    }
}
