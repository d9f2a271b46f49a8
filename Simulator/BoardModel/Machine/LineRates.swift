/// What becomes of a byte that is sent at one rate and received at another, with eight data bits and one stop bit.
///
/// It is what a UART does: it waits for the line to fall, and samples the middle of each bit by its own clock. Each byte is
/// looked at alone, with the line at rest before and after it, so that pieces make no difference.
struct LineRates: Sendable, Hashable {
    let sender: UInt32
    let receiver: UInt32

    /// Within a fortieth both understand each other: the last sample is off by less than half a bit.
    var agree: Bool { UInt64(max(sender, receiver) - min(sender, receiver)) * 40 <= UInt64(min(sender, receiver)) }

    /// None, one or several bytes. One without its stop bit is told as 0, as Linux does where nobody asked for more
    /// (n_tty, `n_tty_receive_parity_error`).
    func received(_ byte: UInt8) -> [UInt8] {
        guard !agree else { return [byte] }
        // In units in which a bit of the sender takes `receiver`, and one of the receiver `sender`.
        let (sent, heard) = (UInt64(receiver), UInt64(sender))
        func level(_ time: UInt64) -> Bool {
            switch time / sent {
            case 0: false
            case let bit where bit <= 8: byte >> UInt8(bit - 1) & 1 == 1
            default: true
            }
        }
        var bytes: [UInt8] = []
        var time: UInt64 = 0
        while let start = Self.fall(level, from: time, until: 10 * sent, bit: sent) {
            var value: UInt8 = 0
            for bit in 0..<8 where level(start + heard * UInt64(2 * bit + 3) / 2) { value |= 1 << UInt8(bit) }
            let stop = start + heard * 19 / 2
            bytes.append(level(stop) ? value : 0)
            time = stop
            // Without its stop bit the line has to rise before it can fall.
            while !level(time) { time = (time / sent + 1) * sent }
        }
        return bytes
    }

    /// When the line falls next: at the beginning of a bit of the sender, or at once where it is low.
    private static func fall(_ level: (UInt64) -> Bool, from time: UInt64, until end: UInt64, bit: UInt64) -> UInt64? {
        var time = time
        while time < end {
            if !level(time) { return time }
            time = (time / bit + 1) * bit
        }
        return nil
    }
}
