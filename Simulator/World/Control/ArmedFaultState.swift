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
    /// How often it has struck since it was armed, and how often it may yet; absent where that has no end.
    public var strikes: Int?
    public var strikesLeft: Int?
    /// How long it may strike or lasts yet, by the board's own time; absent where that has no end.
    public var secondsLeft: Double?
    /// What has become of it, for people: `struck 2 times, 3 strikes left`; absent where nothing has.
    public var standing: String?

    public init(_ standing: FaultStanding) {
        self.init(standing.fault)
        strikes = standing.strikes
        strikesLeft = standing.strikesLeft
        secondsLeft = standing.timeLeft.map { Double($0.milliseconds) / 1_000 }
        self.standing = standing.text.isEmpty ? nil : standing.text
    }

    /// As it was armed.
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
