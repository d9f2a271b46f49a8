internal import Logging
internal import RigModel

/// Renders messages as lines of `service.log`: time, level, label, message, then metadata as `key=value`.
struct ServiceLogHandler: LogHandler {
    private let log: ServiceLog
    private let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(log: ServiceLog, label: String, logLevel: Logger.Level) {
        self.log = log
        self.label = label
        self.logLevel = logLevel
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = log.zone.civil(log.clocks.wall)
        var line = "\(time.rfc3339)  \(event.level.rawValue.uppercased().paddedRight(8))  \(label)  "
        line += VisibleBytes.text("\(event.message)".utf8)
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line += "  \(VisibleBytes.text(key.utf8))=\(Self.quoted("\(value)"))"
        }
        if let error = event.error { line += "  error=\(Self.quoted("\(error)"))" }
        log.write(line, on: time.date)
    }

    private static func quoted(_ text: String) -> String {
        let visible = VisibleBytes.text(text.utf8)
        guard visible.isEmpty || visible.contains(" ") || visible.contains("\"") else { return visible }
        return "\"\(visible.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
    }
}
