/// Which ttyUSB numbers are taken. Linux gives each new port the lowest free one.
struct TTYNumbers: Sendable, Hashable {
    /// The major number of ttyUSB devices (linux, Documentation/admin-guide/devices.txt).
    static let major = 188
    /// usb-serial has no more (linux, drivers/usb/serial/usb-serial.c, `USB_SERIAL_TTY_MINORS`).
    static let limit = 512
    private(set) var taken: Set<Int> = []

    /// Takes numbers for an adapter's ports: the lowest that are neither taken nor `held`, or those from `first` on.
    mutating func take(_ count: Int, from first: Int?, held: Set<Int> = []) throws(WorldError) -> [Int] {
        if let first { return try take(exactly: Array(first..<first + count)) }
        let numbers = Array((0..<Self.limit).filter { !taken.contains($0) && !held.contains($0) }.prefix(count))
        if numbers.count < count { throw .ttyTaken(Self.limit) }
        taken.formUnion(numbers)
        return numbers
    }

    /// Takes these, in any order.
    mutating func take(exactly numbers: [Int]) throws(WorldError) -> [Int] {
        var seen = taken
        for number in numbers where number >= Self.limit || !seen.insert(number).inserted { throw .ttyTaken(number) }
        taken = seen
        return numbers
    }

    mutating func free(_ numbers: [Int]) { taken.subtract(numbers) }

    /// Reads `ttyUSB9`, `/dev/ttyUSB9` or `9`; nil for anything else.
    static func number(of name: String) -> Int? {
        var text = name[...]
        for prefix in ["/dev/", "ttyUSB"] where text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
        guard let number = Int(text), (0..<limit).contains(number) else { return nil }
        return number
    }
}
