internal import RigModel

/// An answer on its way from a rule through the armed faults to the wire.
struct Answer: Sendable {
    var channel: Channel
    /// With its end of line; empty: silence.
    var bytes: [UInt8]
    var endOfLine: [UInt8]
    /// From the line received to the first byte; the unit is busy so long.
    var delay: Duration
    /// Beyond `delay`, while the unit is free again.
    var lateness: Duration = .zero
    /// What pulls the plug with this answer, and where in it.
    var plug: (fault: PlugFault, moment: PlugMoment)?
}
