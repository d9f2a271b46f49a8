internal import RigModel

/// How the lines of one run look, for people and for programs.
struct LineFormat: Sendable {
    /// Visible characters of one line's text, at most; longer ones go on in further lines.
    static let textLimit = 4_000

    private let zone: StationZone
    private let aliases: [PortID: String]
    private let aliasWidth: Int
    private let ids: JSONObject

    init(header: LogHeader, zone: StationZone) {
        self.zone = zone
        aliases = Dictionary(header.ports.map { ($0.port, VisibleBytes.text($0.alias.utf8)) }) { first, _ in first }
        // With one port there is nothing to tell apart.
        aliasWidth = header.ports.count > 1 ? aliases.values.map(\.utf8.count).max() ?? 0 : 0
        var ids = JSONObject()
        ids.add("bibId", header.bib.rawValue)
        ids.add("uutId", header.instance.rawValue)
        ids.add("executionId", header.execution.rawValue)
        self.ids = ids
    }

    /// Names the columns.
    var title: String {
        "# " + columns("time".paddedRight(27), "elapsed", "level", "phase", "step", direction("dir", nil), "text")
    }

    /// The readable form; several lines where the text is too long for one.
    func text(of line: LogLine, content: String) -> [String] {
        let front = columns(
            zone.rfc3339(line.at), "+\(line.elapsed.seconds)", line.severity.rawValue, line.phase?.rawValue ?? "-",
            line.step.map { VisibleBytes.text($0.utf8) } ?? "-", direction(line.content.direction, line.content.port),
            "")
        let parts = content.parts(of: Self.textLimit)
        if parts.count == 1 { return [front + content] }
        return parts.enumerated().map { number, part in "\(front)[part \(number + 1) of \(parts.count)] \(part)" }
    }

    func json(of line: LogLine, content: String) -> String {
        var object = JSONObject()
        object.add("type", "line")
        object.add("time", zone.rfc3339(line.at))
        object.add("elapsedMs", Int(line.elapsed.milliseconds))
        object.add("level", line.severity.rawValue)
        object.add(ids)
        if let phase = line.phase { object.add("phase", phase.rawValue) }
        if let step = line.step { object.add("step", step) }
        object.add("direction", line.content.direction)
        if let port = line.content.port { object.add("port", port.rawValue) }
        object.add("text", content)
        return object.text
    }

    /// What stands where lines are missing.
    func lossText(_ count: Int) -> String { "# lost       \(count) lines that belong here" }
    func lossJSON(_ count: Int) -> String {
        var object = JSONObject()
        object.add("type", "lost")
        object.add("lines", count)
        return object.text
    }

    private func columns(
        _ time: String, _ elapsed: String, _ level: String, _ phase: String, _ step: String, _ direction: String,
        _ text: String
    ) -> String {
        "\(time)  \(elapsed.paddedLeft(8))  \(level.paddedRight(5))  \(phase.paddedRight(5))  \(step.paddedRight(14))  "
            + "\(direction)  \(text)"
    }

    private func direction(_ name: String, _ port: PortID?) -> String {
        let name = name.paddedRight(3)
        guard aliasWidth > 0 else { return name }
        return "\(name) \((port.flatMap { aliases[$0] } ?? "").paddedRight(aliasWidth))"
    }
}

extension String {
    /// The text in pieces of at most `limit` characters, one piece where it is short enough.
    fileprivate func parts(of limit: Int) -> [Substring] {
        guard utf8.count > limit, unicodeScalars.count > limit else { return [self[...]] }
        var parts: [Substring] = []
        var rest = self[...]
        while !rest.isEmpty {
            let end =
                rest.unicodeScalars.index(rest.startIndex, offsetBy: limit, limitedBy: rest.endIndex) ?? rest.endIndex
            parts.append(rest[..<end])
            rest = rest[end...]
        }
        return parts
    }
}
