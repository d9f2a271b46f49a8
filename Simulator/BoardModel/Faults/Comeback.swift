internal import RigModel
internal import StrictYAML

/// How a board comes back after its plug was pulled.
public struct Comeback: Sendable, Hashable {
    /// How long it is out.
    public var after: Duration
    /// `ttyUSB9` for the first port, the others following, or one for each with commas between; nil: the lowest free.
    public var tty: String?
    /// From now on; perhaps that of another board. nil: the one that it had.
    public var serial: String?
    /// The ttys of its channels come in reverse order.
    public var swaps: Bool

    /// A string descriptor has 255 bytes at most, two of them its head (USB 2.0, 9.6.7).
    private static let longestSerial = 126

    public init(after: Duration = .zero, tty: String? = nil, serial: String? = nil, swaps: Bool = false) {
        self.after = after
        self.tty = tty
        self.serial = serial
        self.swaps = swaps
    }

    /// Why a transport cannot bring a board back so, naming the parameter; nil where it can.
    public func refusal(on transport: FaultTransport) -> String? {
        if let length = serial?.utf16.count, length > Self.longestSerial {
            return "serial has \(length) characters; a USB string has room for \(Self.longestSerial)"
        }
        let parameters: [(is: Parameter, isGiven: Bool)] = [
            (.tty, tty != nil), (.serial, serial != nil), (.swap, swaps),
        ]
        return parameters.lazy.filter(\.isGiven).compactMap { $0.is.refusal(on: transport) }.first
    }

    /// What may be other than before, by the words of scripts.
    private enum Parameter: String {
        case tty = "as"
        case serial, swap

        /// What keeps a transport from it; nil where nothing does.
        private func obstacle(on transport: FaultTransport) -> String? {
            switch (self, transport) {
            case (.tty, .vm), (.tty, .attach): "where the kernel names the ports"
            case (.serial, .pty): "which has no USB"
            case (.swap, .pty): "which has no interfaces"
            default: nil
            }
        }

        func refusal(on transport: FaultTransport) -> String? {
            obstacle(on: transport).map { obstacle in
                let others = FaultTransport.allCases.filter { self.obstacle(on: $0) == nil }
                return "\(rawValue) cannot be given on \(transport == .pty ? "a " : "")\(transport.rawValue), "
                    + "\(obstacle); it needs \(FaultTransport.either(of: others))"
            }
        }
    }

    /// - Parameter after: where the mapping does not say.
    static func read(_ map: YAMLMapping, _ scope: ScriptScope, after standard: Duration) -> Comeback? {
        let after = map["after"].map { $0.duration() } ?? standard
        let tty = map["as"].map { scope.ttyNames($0) } ?? .some(nil)
        let serial = map["serial"].map { $0.string().map(Optional.some) } ?? .some(nil)
        let swaps = map["swap"].map { $0.boolean() } ?? false
        guard let after, let tty, let serial, let swaps else { return nil }
        return Comeback(after: after, tty: tty, serial: serial, swaps: swaps)
    }
}
