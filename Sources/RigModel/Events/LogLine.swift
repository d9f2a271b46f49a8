/// One line of a run's log.
public struct LogLine: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
        case debug = "DEBUG", info = "INFO", warning = "WARN", error = "ERROR"
        private var order: Int {
            switch self {
            case .debug: 0
            case .info: 1
            case .warning: 2
            case .error: 3
            }
        }
        public static func < (left: Severity, right: Severity) -> Bool { left.order < right.order }
    }
    public enum Content: Sendable, Hashable {
        /// Bytes that went out on a port.
        case sent([UInt8], PortID)
        /// Bytes that came in: a frame with what ended it, or a part of one.
        case received([UInt8], PortID)
        /// Bytes that lay on the line before the step, and were not judged.
        case discarded([UInt8], PortID)
        case note(String)
    }
    public var execution: ExecutionID
    public var bib: BIBID
    public var instance: UUTInstanceID
    public var at: Timestamp
    /// Since the run began.
    public var elapsed: Duration
    public var severity: Severity
    public var phase: Phase?
    public var step: String?
    public var content: Content

    public init(
        execution: ExecutionID, bib: BIBID, instance: UUTInstanceID, at: Timestamp, elapsed: Duration,
        severity: Severity, phase: Phase?, step: String?, content: Content
    ) {
        self.execution = execution
        self.bib = bib
        self.instance = instance
        self.at = at
        self.elapsed = elapsed
        self.severity = severity
        self.phase = phase
        self.step = step
        self.content = content
    }
}

extension LogLine.Content {
    /// `TX`, `RX`, `RX-` for what was discarded, `--` for a note.
    public var direction: String {
        switch self {
        case .sent: "TX"
        case .received: "RX"
        case .discarded: "RX-"
        case .note: "--"
        }
    }
    public var port: PortID? {
        switch self {
        case .sent(_, let port), .received(_, let port), .discarded(_, let port): port
        case .note: nil
        }
    }
    /// What a person reads: bytes with the invisible ones made visible, or the note.
    public var text: String {
        switch self {
        case .sent(let bytes, _), .received(let bytes, _), .discarded(let bytes, _): VisibleBytes.text(bytes)
        case .note(let text): VisibleBytes.text(text.utf8, escapesBackslash: false)
        }
    }
}
