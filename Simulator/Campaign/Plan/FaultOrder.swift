internal import World

/// A fault as it is asked for by hand: what a run was struck with, to the last byte.
public struct FaultOrder: Sendable, Hashable, CustomStringConvertible {
    /// On the bench; with a channel, where only that is concerned: `left-B`.
    public let board: String
    public let kind: String
    public let parameters: [String: String]

    public init(board: String, kind: String, parameters: [String: String] = [:]) {
        self.board = board
        self.kind = kind
        self.parameters = parameters
    }

    /// The command for it, in a world of the same bench: `uutsim fault left-B replace on='^ID$' with='ID 7'`.
    public var description: String {
        // It is nobody's but the machine's.
        if kind == "netlink_overflow" { return "uutsim udev flood" }
        let words = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\(ShellWord.quoted($0.value))" }
        return (["uutsim fault", ShellWord.quoted(board), kind] + words).joined(separator: " ")
    }
}
