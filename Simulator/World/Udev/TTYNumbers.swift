/// Which ttyUSB numbers are taken, and by which board. Linux gives each new port the lowest free one.
struct TTYNumbers: Sendable, Hashable {
    /// The major number of ttyUSB devices (linux, Documentation/admin-guide/devices.txt).
    static let major = 188
    /// usb-serial has no more (linux, drivers/usb/serial/usb-serial.c, `USB_SERIAL_TTY_MINORS`).
    static let limit = 512
    private var owners: [Int: String] = [:]

    /// Takes the lowest numbers for an adapter's ports that are neither taken nor `held`.
    mutating func take(_ count: Int, for board: String, held: Set<Int> = []) throws(WorldError) -> [Int] {
        let numbers = Array((0..<Self.limit).filter { owners[$0] == nil && !held.contains($0) }.prefix(count))
        if numbers.count < count { throw .noTTY(free: numbers.count, needed: count) }
        for number in numbers { owners[number] = board }
        return numbers
    }

    /// Takes these, in any order.
    mutating func take(exactly numbers: [Int], for board: String) throws(WorldError) -> [Int] {
        try check(numbers, for: board)
        for number in numbers { owners[number] = board }
        return numbers
    }

    /// Whether a board could have these numbers if it gave up those that it has.
    /// - Throws: `ttyTaken` with who has the first that it could not have, and with those that are free.
    func check(_ numbers: [Int], for board: String) throws(WorldError) {
        var seen: Set<Int> = []
        for number in numbers
        where number >= Self.limit || owners[number] ?? board != board || !seen.insert(number).inserted {
            let obstacle: WorldError.TTYObstacle =
                if number >= Self.limit { .pastLast } else if let owner = owners[number], owner != board {
                    .board(owner)
                } else { .namedTwice }
            throw .ttyTaken(number, obstacle, free: freeRanges(for: board), needed: numbers.count)
        }
    }

    mutating func free(_ numbers: [Int]) { for number in numbers { owners[number] = nil } }

    private func freeRanges(for board: String) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for number in 0..<Self.limit where owners[number] ?? board == board {
            if let last = ranges.last, last.upperBound == number - 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges
    }

    /// Reads `ttyUSB9`, `/dev/ttyUSB9` or `9`; nil for anything else.
    static func number(of name: String) -> Int? {
        var text = name[...]
        for prefix in ["/dev/", "ttyUSB"] where text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
        guard let number = Int(text), (0..<limit).contains(number) else { return nil }
        return number
    }
}
