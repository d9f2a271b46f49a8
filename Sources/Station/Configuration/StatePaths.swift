import Foundation

/// Where a station keeps what it must not lose: one folder.
public struct StatePaths: Sendable, Hashable {
    public let folder: String

    /// - Parameters:
    ///   - folder: nil takes `$STATE_DIRECTORY` (systemd), `$XDG_STATE_HOME/portpool`, `$HOME/.local/state/portpool`, or
    ///     that of the home folder which the system has for the user.
    ///   - environment: nil takes that of this process.
    public init(folder: String?, environment: [String: String]? = nil) {
        self.folder =
            URL(filePath: folder ?? Self.standard(environment ?? ProcessInfo.processInfo.environment))
            .standardizedFileURL.path
    }

    private static func standard(_ environment: [String: String]) -> String {
        // The XDG base directories and HOME are absolute; what is not is to be left alone.
        func path(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        if let systemd = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return String(systemd) }
        if let xdg = path("XDG_STATE_HOME") { return "\(xdg)/portpool" }
        // Not NSHomeDirectory(): where the user's id is 0 in a namespace, that is root's.
        return "\(path("HOME") ?? homeOfUser)/.local/state/portpool"
    }

    private static var homeOfUser: String {
        getpwuid(geteuid())?.pointee.pw_dir.map { String(cString: $0) } ?? "/"
    }

    /// Whether a service has ever kept its runs there.
    public var hasStore: Bool { access(database, F_OK) == 0 }

    public var database: String { "\(folder)/portpool.db" }
    public var logs: String { "\(folder)/logs" }
    public var socket: String { "\(folder)/portpool.sock" }
    public var lock: String { "\(folder)/portpool.lock" }
}
