import Foundation

/// Where a station keeps what it must not lose: one folder.
public struct StatePaths: Sendable, Hashable {
    public let folder: String

    /// - Parameter folder: nil takes `$STATE_DIRECTORY` (systemd), `$XDG_STATE_HOME/portpool`, or
    ///   `~/.local/state/portpool`.
    public init(folder: String?) {
        let environment = ProcessInfo.processInfo.environment
        let chosen =
            if let folder {
                folder
            } else if let systemd = environment["STATE_DIRECTORY"]?.split(separator: ":").first {
                String(systemd)
            } else if let xdg = environment["XDG_STATE_HOME"], xdg.hasPrefix("/") {
                "\(xdg)/portpool"
            } else {
                "\(NSHomeDirectory())/.local/state/portpool"
            }
        self.folder = URL(filePath: chosen).standardizedFileURL.path
    }

    public var database: String { "\(folder)/portpool.db" }
    public var logs: String { "\(folder)/logs" }
    public var socket: String { "\(folder)/portpool.sock" }
    public var lock: String { "\(folder)/portpool.lock" }
}
