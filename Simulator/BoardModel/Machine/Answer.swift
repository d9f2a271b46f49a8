internal import RigModel

/// An answer on its way from a rule through the armed faults to the wire.
struct Answer: Sendable {
    var channel: Channel
    /// With its end of line; empty: silence.
    var bytes: [UInt8]
    var endOfLine: [UInt8]
    /// What was said last in answer on this channel.
    var before: [UInt8] = []
    /// From the line received to the first byte; the unit is busy so long.
    var delay: Duration
    /// Beyond `delay`, while the unit is free again.
    var lateness: Duration = .zero
    /// What the rule says behind it.
    var sequel: [BoardMachine.Sequel] = []
    /// What pulls the plug with this answer, and where in it.
    var plug: (fault: PlugFault, moment: PlugMoment)?
    /// nil: as the line delivers it.
    var pieces: PieceFault?
    /// What comes behind it, and how long behind it.
    var followers: [(bytes: [UInt8], delay: Duration)] = []
    /// The unit starts anew instead.
    var reboot: Reboot?

    struct Reboot: Sendable {
        /// nil: its script's.
        let banner: [UInt8]?
    }

    /// Has bytes come behind the answer; at once means in the same piece, as one reading of an adapter delivers them.
    mutating func follow(with bytes: [UInt8], after delay: Duration) {
        guard delay == .zero else { return followers.append((bytes, delay)) }
        self.bytes += bytes
        pieces = pieces ?? .merge(gap: .zero)
    }

    /// Whether there is nothing to be said, waited for or done.
    var isNothing: Bool {
        bytes.isEmpty && delay == .zero && plug == nil && reboot == nil && followers.isEmpty && sequel.isEmpty
    }
}
