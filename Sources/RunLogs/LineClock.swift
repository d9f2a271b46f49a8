internal import RigModel

/// Instants as RFC 3339 bytes. Lines come close together, so what is the same for a whole second is kept.
struct LineClock: Sendable {
    private let zone: StationZone
    /// Since 1970, of the second that is kept.
    private var second: Int64 = .min
    /// `2026-09-01T14:30:05.` and `+02:00`; an offset never changes within a second.
    private var front: [UInt8] = []
    private var offset: [UInt8] = []

    init(zone: StationZone) { self.zone = zone }

    /// The same as `StationZone.rfc3339`.
    mutating func put(_ time: Timestamp, to buffer: inout LineBuffer) {
        let (quotient, remainder) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let second = remainder < 0 ? quotient - 1 : quotient
        if second != self.second {
            let text = Array(zone.rfc3339(Timestamp(nanoseconds: second * 1_000_000_000)).utf8)
            front = Array(text.dropLast(9))
            offset = Array(text.suffix(6))
            self.second = second
        }
        buffer.put(front)
        buffer.put(Int((time.nanoseconds - second * 1_000_000_000) / 1_000_000), digits: 3)
        buffer.put(offset)
    }
}
