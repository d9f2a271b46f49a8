internal import Glibc
internal import Hummingbird
internal import NIOCore

extension Call {
    /// Who asks, as far as is known: by the Unix socket an account of this computer, `ann (uid 1000)`; else an address.
    func actor() async -> String {
        let channel = context.channel
        if let address = channel.remoteAddress?.ipAddress { return address }
        guard let provider = channel as? any SocketOptionProvider else { return "unknown" }
        do {
            let peer: PeerCredentials = try await provider.unsafeGetSocketOption(
                level: .socket, name: .init(rawValue: SO_PEERCRED)
            ).get()
            return peer.account
        } catch {
            // It has hung up already; what it asked for is carried out all the same.
            return "unknown, by the Unix socket"
        }
    }
}

/// `struct ucred` of unix(7), which Swift does not import: who connected.
private struct PeerCredentials: Sendable {
    let process: pid_t
    let user: uid_t
    let group: gid_t

    /// `ann (uid 1000)`; an account without a name has its number alone.
    var account: String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4_096)
        return buffer.withUnsafeMutableBufferPointer { space in
            guard let start = space.baseAddress, getpwuid_r(user, &entry, start, space.count, &found) == 0,
                found != nil, let name = entry.pw_name
            else { return "uid \(user)" }
            return "\(String(cString: name)) (uid \(user))"
        }
    }
}
