internal import Logging

/// A log without what HummingbirdCore calls errors where a server that is being stopped has ended: the other addresses of
/// a service that cannot have one of them (Server.swift there).
struct ServerLog: LogHandler {
    private static let farewells = [
        "Waiting on child channel: CancellationError()", "Server shutdown error: Already closed",
    ]
    private var inner: any LogHandler

    static func around(_ logger: Logger) -> Logger {
        Logger(label: logger.label) { _ in ServerLog(inner: logger.handler) }
    }

    var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }
    var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue }
    }
    var metadataProvider: Logger.MetadataProvider? {
        get { inner.metadataProvider }
        set { inner.metadataProvider = newValue }
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        guard !Self.farewells.contains("\(event.message)") else { return }
        inner.log(event: event)
    }
}
