/// What becomes of udev's events on their way to whoever listens: the troubles that a host can have with them.
public struct EventGate: Sendable, Hashable {
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Each is told as it happens.
        case tell
        /// They are kept; ``tell`` tells them all in one go, of devices that may be gone again by then.
        case hold
        /// They are lost without a trace.
        case lose
    }

    private var mode = Mode.tell
    private var held: [UdevMessage] = []

    /// - Returns: what is to be sent now, in order.
    mutating func pass(_ message: UdevMessage) -> [UdevMessage] {
        switch mode {
        case .tell: return [message]
        case .hold:
            held.append(message)
            return []
        case .lose: return []
        }
    }

    /// - Returns: what is to be sent now, in order. What is held when they are to be lost is lost too.
    mutating func turn(to mode: Mode) -> [UdevMessage] {
        self.mode = mode
        guard mode != .hold else { return [] }
        defer { held = [] }
        return mode == .tell ? held : []
    }
}
