import Foundation

/// Where a service is reached.
public enum APIAddress: Sendable, Hashable, CustomStringConvertible {
    case unixSocket(path: String)
    /// Scheme, host and port: `http://127.0.0.1:8080`.
    case http(String)

    /// Reads what a person types: `127.0.0.1:8080`, `http://rig7:8080`, `unix:/path/to.sock` or a path with a slash.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            guard text != "unix:" else { return nil }
            self = .unixSocket(path: String(text.dropFirst(5)))
        } else if text.hasPrefix("/") || text.hasPrefix("./") {
            self = .unixSocket(path: text)
        } else {
            let url = text.contains("://") ? text : "http://\(text)"
            guard let parsed = URLComponents(string: url), let host = parsed.host, !host.isEmpty,
                ["http", "https"].contains(parsed.scheme), parsed.path.isEmpty || parsed.path == "/",
                parsed.query == nil, parsed.fragment == nil, parsed.user == nil, Self.hasPort(parsed)
            else { return nil }
            self = .http(url.hasSuffix("/") ? String(url.dropLast()) : url)
        }
    }

    /// Whether the port is one that can be called, or left out without its colon.
    private static func hasPort(_ url: URLComponents) -> Bool {
        if let port = url.port { return (1...65_535).contains(port) }
        return url.rangeOfPort == nil && url.string?.hasSuffix(":") == false && url.string?.hasSuffix(":/") == false
    }

    public var description: String {
        switch self {
        case .unixSocket(let path): "unix:\(path)"
        case .http(let url): url
        }
    }

    /// The address as the HTTP client wants it, with a path that is encoded already.
    func url(_ path: String) -> String {
        switch self {
        case .unixSocket(let socket):
            let host = socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket
            return "http+unix://\(host)\(path)"
        case .http(let base): return base + path
        }
    }
}
