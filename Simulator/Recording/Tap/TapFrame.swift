internal import CLinux

/// Data bits, parity and stop bits of a real line, for programs whose own a pseudo terminal hides: `7E1`.
public struct TapFrame: Sendable, Hashable {
    private let flags: UInt32

    /// nil where it is none of `5` to `8`, `N`, `E`, `O`, `M` or `S`, and `1` or `2`.
    public init?(_ text: String) {
        let letters = Array(text.utf8)
        guard letters.count == 3 else { return nil }
        let data: [UInt8: UInt32] = [
            UInt8(ascii: "5"): clinux_cs5, UInt8(ascii: "6"): clinux_cs6, UInt8(ascii: "7"): clinux_cs7,
            UInt8(ascii: "8"): clinux_cs8,
        ]
        let parity: [UInt8: UInt32] = [
            UInt8(ascii: "N"): 0, UInt8(ascii: "E"): clinux_parenb, UInt8(ascii: "O"): clinux_parenb | clinux_parodd,
            UInt8(ascii: "M"): clinux_parenb | clinux_parodd | clinux_cmspar,
            UInt8(ascii: "S"): clinux_parenb | clinux_cmspar,
        ]
        let stop: [UInt8: UInt32] = [UInt8(ascii: "1"): 0, UInt8(ascii: "2"): clinux_cstopb]
        guard let data = data[letters[0]], let parity = parity[letters[1]], let stop = stop[letters[2]] else {
            return nil
        }
        flags = data | parity | stop
    }

    static let mask = clinux_csize | clinux_parenb | clinux_parodd | clinux_cmspar | clinux_cstopb

    func applied(to control: UInt32) -> UInt32 { control & ~Self.mask | flags }
    /// Whether a driver has taken it.
    func isIn(_ control: UInt32) -> Bool { control & Self.mask == flags }
}
