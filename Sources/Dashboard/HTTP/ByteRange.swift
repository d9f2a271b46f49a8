/// The `Range` header of a request for a part of a file (RFC 9110, 14.2).
enum ByteRange: Sendable, Hashable {
    /// Not asked for, or in a form that may be ignored: several ranges, another unit.
    case whole
    case part(ClosedRange<Int>)
    /// Nothing of the file lies in it.
    case unsatisfiable

    init(_ header: String?, size: Int) {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else {
            self = .whole
            return
        }
        let bounds = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, bounds.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else {
            self = .whole
            return
        }
        switch (Int(bounds[0]), Int(bounds[1])) {
        case (let first?, let last?): self = first <= last ? Self.within(first...last, size) : .whole
        case (let first?, nil) where bounds[1].isEmpty: self = Self.within(first...Int.max, size)
        case (nil, let count?) where bounds[0].isEmpty:
            self = count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)...size - 1)
        default: self = .whole
        }
    }

    private static func within(_ range: ClosedRange<Int>, _ size: Int) -> ByteRange {
        range.lowerBound < size ? .part(range.lowerBound...min(range.upperBound, size - 1)) : .unsatisfiable
    }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
