internal import RigModel

/// A baud rate as the driver sends it: a divisor in eighths, scattered over value and index (FTDI AN120, AN232B-05).
struct BaudDivisor: Sendable, Hashable {
    /// Of the chip's clock: whole number, and which of eight fractions.
    let whole: Int
    let eighths: Int
    /// Whether it divides the clock of 12 MHz that high-speed chips have, or that of 3 MHz.
    let isFast: Bool

    /// How many eighths each of the three bits' values means.
    private static let fractions = [0, 4, 2, 1, 3, 5, 6, 7]

    init(value: UInt16, index: UInt16, chip: FTDIChip) {
        // With a channel's number in its lower byte, the divisor's rest is in the upper.
        let high = chip.channelCount > 1 || index > 3 ? index >> 8 : index
        whole = Int(value & 0x3fff)
        eighths = Self.fractions[Int(value >> 14) | Int(high & 1) << 2]
        isFast = chip.isHighSpeed && high & 2 != 0
    }

    /// Bits per second, to the nearest.
    var baud: UInt32 {
        let clock = isFast ? 12_000_000.0 : 3_000_000.0
        // Divisors of 0 and 1 are ways to say 1 and 1.5.
        let divisor =
            switch (whole, eighths) {
            case (0, 0): 1.0
            case (1, 0): 1.5
            default: Double(whole) + Double(eighths) / 8
            }
        return UInt32((clock / max(divisor, 1)).rounded())
    }
}
