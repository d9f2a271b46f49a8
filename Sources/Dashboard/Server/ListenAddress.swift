/// Where the dashboard listens: a host and port, or a Unix socket.
public enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// `host` is a name or an IP address without brackets; port 0 lets the system choose one.
    case tcp(host: String, port: Int)
    case unix(path: String)

    /// The longest path that fits `sockaddr_un` (unix(7): 108 bytes with the final zero).
    static let longestPath = 107

    /// Reads `127.0.0.1:8080`, `localhost:8080`, `[::1]:8080` or `unix:/path`.
    public init(_ text: String) throws(DashboardError) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            guard !path.isEmpty else { throw .badAddress(text) }
            guard path.utf8.count <= Self.longestPath else {
                throw .cannotListen(
                    text, reason: "the path is longer than the \(Self.longestPath) bytes of a Unix socket")
            }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw .badAddress(text)
        }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .badAddress(text)
        }
        guard !host.isEmpty else { throw .badAddress(text) }
        self = .tcp(host: String(host), port: Int(port))
    }

    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// Whether only programs of this machine can reach it.
    public var isLocal: Bool {
        switch self {
        case .unix: true
        case .tcp(let host, _): HostPolicy.isLoopback(host)
        }
    }
}
