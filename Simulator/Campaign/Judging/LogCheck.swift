internal import FoundationEssentials
internal import Recording
public import RigModel

/// Holds a run's log against what the store has of the run.
public enum LogCheck {
    private struct Line: Decodable {
        let type: String
        let step: String?
        let direction: String?
        let text: String?
    }
    /// Bytes of a difference that are shown.
    private static let excerpt = 24

    private struct Bytes {
        var sent: [UInt8] = []
        var came: [UInt8] = []
    }

    /// What the log lacks; nil where every byte of every step is in it, and it is sealed.
    ///
    /// - Parameter log: in the form for programs.
    public static func complaint(about log: [UInt8], of steps: [API.Step]) -> String? {
        var logged: [String: Bytes] = [:]
        var isSealed = false
        for text in log.split(separator: UInt8(ascii: "\n")) {
            guard let line = try? JSONDecoder().decode(Line.self, from: Data(text)) else {
                return "the log has a line that cannot be read"
            }
            if line.type == "lost" { return "the log says itself that lines are missing" }
            if line.type == "seal" { isSealed = true }
            guard let step = line.step, let bytes = line.text.flatMap(VisibleText.bytes) else { continue }
            switch line.direction {
            case "TX": logged[step, default: Bytes()].sent += bytes
            case "RX", "RX-": logged[step, default: Bytes()].came += bytes
            default: continue
            }
        }
        guard isSealed else { return "the log is not sealed" }
        var stored: [String: Bytes] = [:]
        for step in steps {
            for attempt in step.attempts {
                stored[step.step, default: Bytes()].sent += hex(attempt.sentHex)
                stored[step.step, default: Bytes()].came +=
                    (VisibleText.bytes(attempt.discarded) ?? []) + hex(attempt.receivedHex)
            }
        }
        for (step, bytes) in stored.sorted(by: { $0.key < $1.key }) {
            let log = logged[step] ?? Bytes()
            if let difference = difference(log.sent, bytes.sent) { return "step \(step), what was sent: \(difference)" }
            if !Self.holds(log.came, bytes.came), let difference = difference(log.came, bytes.came) {
                return "step \(step), what came: \(difference)"
            }
        }
        return nil
    }

    /// Whether all bytes are in the log, in their order. It may have more: what came on another port meanwhile.
    private static func holds(_ log: [UInt8], _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        for byte in log where rest.first == byte { rest.removeFirst() }
        return rest.isEmpty
    }

    private static func difference(_ log: [UInt8], _ store: [UInt8]) -> String? {
        guard log != store else { return nil }
        let place = zip(log, store).prefix { $0 == $1 }.count
        func rest(_ bytes: [UInt8]) -> String { "'\(VisibleBytes.text(bytes[place...].prefix(excerpt)))'" }
        return "the log has \(log.count) bytes and the store \(store.count); from byte \(place) on \(rest(log)) and "
            + "\(rest(store))"
    }

    static func hex(_ text: String) -> [UInt8] {
        let digits = text.utf8.map { UInt8(String(UnicodeScalar($0)), radix: 16) ?? 0 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { 16 * digits[$0] + digits[$0 + 1] }
    }
}
