/// Where a pattern fits. Offsets are those of the collection that was searched, so they can subscript it.
public struct Match: Sendable, Hashable {
    /// All that the pattern fits.
    public var range: Range<Int>
    /// What its named groups hold; a group that took no part is absent.
    public var captures: [String: Range<Int>]

    public init(range: Range<Int>, captures: [String: Range<Int>] = [:]) {
        self.range = range
        self.captures = captures
    }

    func shifted(by offset: Int) -> Match {
        func shift(_ range: Range<Int>) -> Range<Int> { range.lowerBound + offset..<range.upperBound + offset }
        return Match(range: shift(range), captures: captures.mapValues(shift))
    }
}
