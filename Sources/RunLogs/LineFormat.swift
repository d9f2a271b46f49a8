internal import RigModel

/// How the lines of one run look, for people and for programs.
struct LineFormat: Sendable {
    /// Visible characters of one line's text, at most; longer ones go on in further lines.
    static let textLimit = 4_000

    private var clock: LineClock
    private let aliases: [PortID: String]
    private let aliasWidth: Int
    /// The members that are the same in every line.
    private let ids: String

    init(header: LogHeader, zone: StationZone) {
        clock = LineClock(zone: zone)
        aliases = Dictionary(header.ports.map { ($0.port, VisibleBytes.text($0.alias.utf8)) }) { first, _ in first }
        // With one port there is nothing to tell apart.
        aliasWidth = header.ports.count > 1 ? aliases.values.map(\.utf8.count).max() ?? 0 : 0
        var ids = JSONObject()
        ids.add("bibId", header.bib.rawValue)
        ids.add("uutId", header.instance.rawValue)
        ids.add("executionId", header.execution.rawValue)
        self.ids = String(ids.text.dropFirst().dropLast())
    }

    /// Names the columns.
    var title: String {
        var line = LineBuffer()
        line.put("# \("time".paddedRight(27))  \("elapsed".paddedLeft(8))  level  phase  \("step".paddedRight(14))  ")
        putDirection("dir", nil, to: &line)
        line.put("  text")
        return String(decoding: line.bytes, as: UTF8.self)
    }

    /// Adds the readable form; several lines where the text is too long for one.
    /// - Parameter content: the line's, made visible.
    mutating func append(_ line: LogLine, content: [UInt8], to buffer: inout LineBuffer) {
        guard content.count > Self.textLimit else {
            putFront(of: line, to: &buffer)
            buffer.put(content)
            buffer.endLine()
            return
        }
        let parts = String(decoding: content, as: UTF8.self).parts(of: Self.textLimit)
        for (number, part) in parts.enumerated() {
            putFront(of: line, to: &buffer)
            if parts.count > 1 { buffer.put("[part \(number + 1) of \(parts.count)] ") }
            buffer.put(part.utf8)
            buffer.endLine()
        }
    }

    /// Adds the form for programs.
    mutating func appendJSON(_ line: LogLine, content: [UInt8], to buffer: inout LineBuffer) {
        buffer.put("{\"type\":\"line\",\"time\":\"")
        clock.put(line.at, to: &buffer)
        buffer.put("\",\"elapsedMs\":")
        buffer.put(Int(line.elapsed.milliseconds))
        buffer.put(",\"level\":\"")
        buffer.put(line.severity.rawValue)
        buffer.put("\",")
        buffer.put(ids)
        if let phase = line.phase {
            buffer.put(",\"phase\":\"")
            buffer.put(phase.rawValue)
            buffer.put("\"")
        }
        if let step = line.step {
            buffer.put(",\"step\":\"")
            buffer.putJSON(step.utf8)
            buffer.put("\"")
        }
        buffer.put(",\"direction\":\"")
        buffer.put(line.content.direction)
        if let port = line.content.port {
            buffer.put("\",\"port\":\"")
            buffer.putJSON(port.rawValue.utf8)
        }
        buffer.put("\",\"text\":\"")
        buffer.putJSON(content)
        buffer.put("\"}")
        buffer.endLine()
    }

    /// What stands where lines are missing.
    func lossText(_ count: Int) -> String { "# lost       \(count) lines that belong here" }
    func lossJSON(_ count: Int) -> String {
        var object = JSONObject()
        object.add("type", "lost")
        object.add("lines", count)
        return object.text
    }

    /// All columns but the text.
    private mutating func putFront(of line: LogLine, to buffer: inout LineBuffer) {
        clock.put(line.at, to: &buffer)
        buffer.put("  ")
        buffer.put(line.elapsed, width: 8)
        buffer.put("  ")
        buffer.put(line.severity.rawValue, width: 5)
        buffer.put("  ")
        buffer.put(line.phase?.rawValue ?? "-", width: 5)
        buffer.put("  ")
        if let step = line.step {
            buffer.put(VisibleText.bytes(step.utf8), width: 14)
        } else {
            buffer.put("-", width: 14)
        }
        buffer.put("  ")
        putDirection(line.content.direction, line.content.port, to: &buffer)
        buffer.put("  ")
    }

    private func putDirection(_ name: String, _ port: PortID?, to buffer: inout LineBuffer) {
        buffer.put(name, width: 3)
        guard aliasWidth > 0 else { return }
        buffer.put(" ")
        buffer.put(port.flatMap { aliases[$0] } ?? "", width: aliasWidth)
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
