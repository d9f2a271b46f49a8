internal import RigModel

/// Whole lines that wait to be written together. Lines are built in place, as bytes: a run's log has dozens of them, and
/// strings in between would cost more than all the rest.
struct LineBuffer: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var lines = 0

    init() {}
    init(_ text: String) { append(text) }

    var isEmpty: Bool { bytes.isEmpty }

    /// Adds a text of one or more lines, and its end of line.
    mutating func append(_ text: String) {
        put(text)
        lines += text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        endLine()
    }

    mutating func append(_ other: LineBuffer) {
        bytes.append(contentsOf: other.bytes)
        lines += other.lines
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        lines = 0
    }
}

// A line in parts. They hold no end of line; `endLine` follows.
extension LineBuffer {
    mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func put(_ part: some Collection<UInt8>) { bytes.append(contentsOf: part) }

    /// Filled with blanks up to `width`.
    mutating func put(_ text: String, width: Int) {
        let end = bytes.count + width
        put(text)
        fill(to: end)
    }
    mutating func put(_ part: [UInt8], width: Int) {
        let end = bytes.count + width
        put(part)
        fill(to: end)
    }
    private mutating func fill(to end: Int) {
        while bytes.count < end { bytes.append(UInt8(ascii: " ")) }
    }

    /// `+2.078`: seconds with three decimals, with blanks in front up to `width`.
    mutating func put(_ time: Duration, width: Int) {
        let milliseconds = Int(time.milliseconds)
        let seconds = abs(milliseconds) / 1_000
        var length = milliseconds < 0 ? 7 : 6
        var rest = seconds / 10
        while rest > 0 {
            length += 1
            rest /= 10
        }
        fill(to: bytes.count + width - length)
        put(milliseconds < 0 ? "+-" : "+")
        put(seconds)
        put(".")
        put(abs(milliseconds) % 1_000, digits: 3)
    }

    /// Decimal digits with zeros in front, at least so many.
    mutating func put(_ number: Int, digits: Int = 1) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var power = 1
        var count = 1
        while count < digits || number.magnitude / UInt(power) >= 10 {
            power *= 10
            count += 1
        }
        while power > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number.magnitude / UInt(power) % 10))
            power /= 10
        }
    }

    /// As the content of a JSON string.
    mutating func putJSON(_ part: some Collection<UInt8>) {
        for byte in part {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20: put("\\u00\([byte].hex)")
            default: bytes.append(byte)
            }
        }
    }

    mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        lines += 1
    }
}
