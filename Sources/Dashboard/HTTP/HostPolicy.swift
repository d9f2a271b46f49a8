/// Which names a client may have used to come here.
///
/// A page of another site can make its own name resolve to this machine (DNS rebinding) and would then read the rig
/// with the browser's help; but the browser still says the other site's name in `Host`.
struct HostPolicy: Sendable, Hashable {
    private enum Rule: Sendable, Hashable {
        /// No browser can open a Unix socket.
        case any
        case names(Set<String>)
        /// Listening everywhere: the machine's addresses are not known, but none of them is a name.
        case addressesAnd(Set<String>)
    }
    private let rule: Rule

    /// - Parameter extra: names under which the station is known, `station7.factory.lan`.
    init(_ address: ListenAddress, extra: [String] = []) {
        let names = Set(extra.map { $0.lowercased() })
        switch address {
        case .unix: rule = .any
        case .tcp("0.0.0.0", _), .tcp("::", _): rule = .addressesAnd(names)
        case .tcp(let host, _): rule = .names(names.union([host.lowercased()]))
        }
    }

    /// - Parameter authority: host with or without port, as in `Host`; `[::1]:8080`.
    func admits(_ authority: String) -> Bool {
        guard let host = Self.host(of: authority) else { return false }
        if Self.isLoopback(host) { return true }
        return switch rule {
        case .any: true
        case .names(let names): names.contains(host)
        case .addressesAnd(let names): names.contains(host) || Self.isAddress(host)
        }
    }

    /// Whether a page that sends this `Origin` is one of ours.
    func admits(origin: String) -> Bool {
        guard let scheme = origin.firstRange(of: "://") else { return false }
        return admits(String(origin[scheme.upperBound...]))
    }

    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
        return host.hasPrefix("127.") && isAddress(host)
    }

    private static func host(of authority: String) -> String? {
        let text = authority.lowercased()
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            return String(text[text.index(after: text.startIndex)..<end])
        }
        let host = text.prefix { $0 != ":" }
        return host.isEmpty ? nil : String(host)
    }

    private static func isAddress(_ host: String) -> Bool {
        if host.contains(":") { return host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { $0.count <= 3 && UInt8($0) != nil }
    }
}
