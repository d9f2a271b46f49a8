internal import RigModel
internal import StrictYAML

/// What is wrong with a line, from its strike until its time is over or it is cleared.
public enum LineFault: Sendable, Hashable {
    /// So many random bytes when a port is first opened after power-on.
    case noiseAtBoot(count: Int)
    /// What is heard is sent back.
    case echo
    /// Lines of this length at so many bytes a second; random ones where there is no text.
    case flood(length: Int, rate: Int, text: ReplacementText?)
    /// Nothing is heard; what is sent waits.
    case stopReading
    /// As before, and the sender is told so by XOFF and XON.
    case xoff
    /// The board's own rate; nil: half of what its script says.
    case baudMismatch(UInt32?)

    var name: String {
        switch self {
        case .noiseAtBoot: "noise_at_boot"
        case .echo: "echo"
        case .flood: "flood"
        case .stopReading: "stop_reading"
        case .xoff: "xoff"
        case .baudMismatch: "baud_mismatch"
        }
    }

    /// Whether the line does not hear.
    var isDeaf: Bool { self == .stopReading || self == .xoff }

    /// Whether it lasts, and is not over when it has struck.
    var lasts: Bool { if case .noiseAtBoot = self { false } else { true } }

    static let readers: [String: FaultKind.Reader] = [
        "noise_at_boot": { map, _ in
            (map["bytes"].map { $0.integer(in: 1...65_536) } ?? 16).map { .line(.noiseAtBoot(count: $0)) }
        },
        "echo": { _, _ in .line(.echo) },
        "flood": { map, scope in
            let length = map["bytes"].map { $0.integer(in: 1...4096) } ?? 64
            let rate = map["rate"].map { $0.integer(in: 1...12_000_000) } ?? 20_000
            let text = map["text"].map { scope.template($0).map(Optional.some) } ?? .some(nil)
            guard let length, let rate, let text else { return nil }
            return .line(.flood(length: length, rate: rate, text: text.map(ReplacementText.init)))
        },
        "stop_reading": { _, _ in .line(.stopReading) },
        "xoff": { _, _ in .line(.xoff) },
        "baud_mismatch": { map, _ in
            guard let baud = map["baud"] else { return .line(.baudMismatch(nil)) }
            return baud.integer(in: 50...12_000_000).map { .line(.baudMismatch(UInt32($0))) }
        },
    ]
}
