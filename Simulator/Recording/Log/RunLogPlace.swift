/// Where a line of a log begins.
struct RunLogPlace: Sendable {
    /// 1 for the first.
    let number: Int
    /// All that stands above it.
    let above: ArraySlice<UInt8>
}
