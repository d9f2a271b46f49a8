public import BoardModel
import RigModel

/// A fault that waits for its occasion on a board, or lasts.
public struct ArmedFaultState: Sendable, Hashable, Codable {
    /// By which it is cleared.
    public var id: String
    public var kind: String
    /// `A` to `D`; absent for one of the whole board.
    public var channel: String?
    /// Parameters and conditions as they were written, by name.
    public var parameters: [String: String]
    /// The same for people: `late_answer delay=3s on=^MEAS`, with the id in front where somebody has given it one.
    public var text: String

    public init(_ fault: Fault) {
        id = fault.id
        kind = fault.kind.name
        channel = fault.channel?.description
        parameters = Dictionary(fault.wording.map { ($0.name, $0.value) }) { first, _ in first }
        let isNamed = fault.id != kind && fault.id != "\(kind)-\(channel ?? "")"
        text =
            (isNamed ? "\(fault.id): " : "")
            + ([kind] + fault.wording.map(\.description)).joined(separator: " ")
    }
}
