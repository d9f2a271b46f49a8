/// Which names a client may have used to come here.
///
/// A page of another site can make its own name resolve to this machine (DNS rebinding) and would then read the rig
/// with the browser's help; but the browser still says the other site's name in `Host`.
struct HostPolicy: Sendable, Hashable {
    /// What is admitted beside loopback and the names.
    private enum Others: Sendable, Hashable {
        case none
        /// Listening everywhere: the machine's addresses are not known, but none of them is a name.
        case addresses
        /// On a Unix socket clients say what they like, and no browser can open it; but one may come through a program that
        /// leads a port to the socket. A name that another site can have has a dot.
        case addressesAndWords
    }
    private let names: Set<String>
    private let others: Others

    /// - Parameter extra: names under which the station is known, `station7.factory.lan`.
    init(_ address: ListenAddress, extra: [String] = []) {
        let extra = Set(extra.map { $0.lowercased() })
        switch address {
        case .unix: (names, others) = (extra, .addressesAndWords)
        case .tcp("0.0.0.0", _), .tcp("::", _): (names, others) = (extra, .addresses)
        case .tcp(let host, _): (names, others) = (extra.union([host.lowercased()]), .none)
        }
    }

    /// - Parameter authority: host with or without port, as in `Host`; `[::1]:8080`.
    func admits(_ authority: String) -> Bool {
        guard let host = Self.host(of: authority) else { return false }
        if Self.isLoopback(host) || names.contains(host) { return true }
        return switch others {
        case .none: false
        case .addresses: Self.isAddress(host)
        case .addressesAndWords: Self.isAddress(host) || !host.contains(".")
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
