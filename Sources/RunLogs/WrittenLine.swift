internal import FoundationEssentials
internal import RigModel

/// A line of a log in the form for programs, read back.
struct WrittenLine: Sendable {
    var line: LogLine
    /// Its text as it stands in the file: bytes made visible.
    var text: String

    /// The lines of a run that a file holds, in their order. What is no line of the run (the header, marks, a torn end) is
    /// left out.
    static func all(in content: [UInt8], of request: ExecutionRequest) -> [WrittenLine] {
        objects(in: content).compactMap { WrittenLine($0, of: request) }
    }

    /// How many lines the marks in a file say are missing.
    static func lost(in content: [UInt8]) -> Int {
        objects(in: content).reduce(0) { $0 + ($1.type == "lost" ? $1.lines ?? 0 : 0) }
    }

    private struct Object: Decodable {
        let type: String
        let lines: Int?
        let time: String?
        let elapsedMs: Int?
        let level: LogLine.Severity?
        let phase: Phase?
        let step: String?
        let direction: String?
        let port: String?
        let text: String?
    }

    private static func objects(in content: [UInt8]) -> [Object] {
        let decoder = JSONDecoder()
        return content.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(Object.self, from: Data($0))
        }
    }

    private init?(_ object: Object, of request: ExecutionRequest) {
        guard object.type == "line", let time = object.time.flatMap(Timestamp.init(rfc3339:)), let text = object.text,
            let content = Self.content(object.direction, object.port.map { PortID($0) })
        else { return nil }
        self.text = text
        line = LogLine(
            execution: request.id, bib: request.bib, instance: request.instance, at: time,
            elapsed: .milliseconds(object.elapsedMs ?? 0), severity: object.level ?? .info, phase: object.phase,
            step: object.step, content: content)
    }

    /// Of the right kind, and empty: the bytes themselves are not in the file.
    private static func content(_ direction: String?, _ port: PortID?) -> LogLine.Content? {
        let kinds: [LogLine.Content] =
            (port.map { [.sent([], $0), .received([], $0), .discarded([], $0)] } ?? []) + [.note("")]
        return kinds.first { $0.direction == direction }
    }
}
